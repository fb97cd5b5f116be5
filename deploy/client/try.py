"""Uses a generated client against a running Kennel: python try.py ADDRESS TOKEN. Ends with an error where something is wrong."""

import asyncio
import sys

from kennel_client import AuthenticatedClient, Client
from kennel_client.api.serverstats import get_serverstats_settings, get_serverstats_status
from kennel_client.api.serverstats import post_serverstats_enable, put_serverstats_settings
from kennel_client.api.serverstats_stats import get_serverstats_stats_messages_sent
from kennel_client.api.serverstats_stats import post_serverstats_stats_messages_sent
from kennel_client.api.service import get_livez, get_modules

GUILD = "4242"


async def main(address: str, token: str) -> None:
    alive = await get_livez.call(Client(address))
    assert alive["success"], alive
    client = AuthenticatedClient(address, token)

    off = await get_serverstats_settings.call(client, guild_id=GUILD)
    assert not off["success"] and off["error"]["code"] == 800, off

    enabled = await post_serverstats_enable.call(client, {"guild_id": GUILD})
    assert enabled["success"], enabled
    settings = enabled["data"]["settings"]
    settings["stats_messages_enabled"] = True
    changed = await put_serverstats_settings.call(client, settings)
    assert changed["success"], changed

    message = {"guild_id": GUILD, "author_id": "7", "channel_id": "8", "message_id": "1001"}
    for _ in range(2):
        stored = await post_serverstats_stats_messages_sent.call(client, message)
        assert stored["success"], stored
    listed = await get_serverstats_stats_messages_sent.call(client, guild_id=GUILD, days=3)
    assert listed["success"], listed
    assert [row["message_id"] for row in listed["data"]["stats"]] == ["1001"], listed

    wrong = await get_serverstats_stats_messages_sent.call(client, guild_id="x", days=31)
    assert not wrong["success"], wrong
    assert [field["field"] for field in wrong["error"]["fields"]] == ["guild_id", "days"], wrong

    feed = await get_modules.call(client, guild_id=GUILD)
    assert feed["success"] and feed["data"]["guilds"][0]["modules"] == ["serverstats"], feed
    misspelt = AuthenticatedClient(address, token[:-1] + ("a" if token[-1] != "a" else "b"))
    stranger = await get_serverstats_status.call(misspelt, guild_id=GUILD)
    assert not stranger["success"] and stranger["error"]["code"] == 401, stranger


asyncio.run(main(*sys.argv[1:]))
