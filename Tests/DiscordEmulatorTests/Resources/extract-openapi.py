#!/usr/bin/env python3
# Makes Tests/DiscordEmulatorTests/Resources/discord-openapi.json of Discord's openapi.json:
#   extract.py openapi.json >discord-openapi.json
# Kept are the operations of the emulator's routes and every schema that they lead to; words, examples and security go.
import json, sys

operations = """
GET /guilds/{guild_id}
GET /guilds/{guild_id}/channels
POST /guilds/{guild_id}/channels
GET /guilds/{guild_id}/roles
GET /guilds/{guild_id}/roles/member-counts
GET /guilds/{guild_id}/roles/{role_id}
GET /guilds/{guild_id}/vanity-url
GET /guilds/{guild_id}/members
GET /guilds/{guild_id}/members/{user_id}
PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}
DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}
GET /guilds/{guild_id}/invites
GET /channels/{channel_id}
PATCH /channels/{channel_id}
DELETE /channels/{channel_id}
GET /channels/{channel_id}/invites
POST /channels/{channel_id}/invites
GET /channels/{channel_id}/messages
POST /channels/{channel_id}/messages
GET /channels/{channel_id}/messages/{message_id}
PATCH /channels/{channel_id}/messages/{message_id}
DELETE /channels/{channel_id}/messages/{message_id}
DELETE /channels/{channel_id}/messages/{message_id}/reactions
GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}
DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}
PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me
DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me
DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}
GET /invites/{code}
DELETE /invites/{code}
POST /webhooks/{webhook_id}/{webhook_token}
GET /users/@me
GET /users/@me/guilds
GET /users/{user_id}
GET /oauth2/@me
GET /applications/@me
""".split("\n")

whole = json.load(open(sys.argv[1]))
needed = []


def bare(schema):
    """A schema without words."""
    if isinstance(schema, list):
        return [bare(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].split("/")[-1]
        if name not in needed:
            needed.append(name)
        return {"$ref": name}
    result = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {name: bare(each) for name, each in value.items()}
        elif key not in ("description", "title", "example", "examples", "x-discord-union", "contentEncoding"):
            result[key] = bare(value)
    return result


def resolved(thing):
    if "$ref" not in thing:
        return thing
    found = whole
    for part in thing["$ref"].lstrip("#/").split("/"):
        found = found[part]
    return found


paths = {}
for line in filter(None, operations):
    method, path = line.split()
    item = whole["paths"][path]
    operation = item[method.lower()]
    parameters = [resolved(each) for each in item.get("parameters", []) + operation.get("parameters", [])]
    kept = {
        "parameters": [
            {"name": each["name"], "in": each["in"], "required": each.get("required", False), "schema": bare(each["schema"])}
            for each in parameters
        ],
        "responses": {},
    }
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        kept["body"] = bare(body["schema"])
        kept["body_required"] = operation["requestBody"].get("required", False)
    for status, response in operation["responses"].items():
        content = resolved(response).get("content", {}).get("application/json")
        kept["responses"][status] = bare(content["schema"]) if content else None
    paths.setdefault(path, {})[method] = kept

schemas = {}
while len(schemas) < len(needed):
    for name in list(needed):
        if name not in schemas:
            schemas[name] = bare(whole["components"]["schemas"][name])
json.dump({"paths": paths, "schemas": dict(sorted(schemas.items()))}, sys.stdout, separators=(",", ":"), ensure_ascii=False)
print()
