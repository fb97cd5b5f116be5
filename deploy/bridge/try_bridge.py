"""Feeds discord.py's own parser gateway payloads with Discord's shapes, and reads from Kennel what the bridge made of them.

    python try_bridge.py KENNEL-URL TOKEN DISCORD-URL"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bridge_settings import Settings
from kennel_bridge import KennelBridge

GUILD, CHANNEL, VOICE, OTHER_VOICE = "1000000000000000100", "1000000000000000303", "1000000000000000305", "1000000000000000306"
STARRED, STARBOARD = "1000000000000000401", "1000000000000000304"
BOT, ADA, GRACE, LINUS = (str(1000000000000000001 + n) for n in (0, 9, 10, 11))
TIME = "2026-01-31T12:00:00.000000+00:00"


def user(id: str, bot: bool = False) -> dict[str, Any]:
    return {"id": id, "username": f"user{id[-2:]}", "discriminator": "0", "avatar": None, "bot": bot}


def member(id: str) -> dict[str, Any]:
    return {"user": user(id, id == BOT), "roles": [], "joined_at": TIME, "deaf": False, "mute": False, "flags": 0}


def channel(id: str, type: int) -> dict[str, Any]:
    return {"id": id, "type": type, "name": f"c{id[-1]}", "position": 0, "permission_overwrites": [],
            "bitrate": 64000, "user_limit": 0}


def message(id: int, author: str, content: str = "hello") -> dict[str, Any]:
    return {
        "id": str(id), "channel_id": CHANNEL, "guild_id": GUILD, "author": user(author),
        "member": {key: value for key, value in member(author).items() if key != "user"}, "content": content,
        "timestamp": TIME, "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
    }


def voice(id: str, place: str | None) -> dict[str, Any]:
    return {"guild_id": GUILD, "channel_id": place, "user_id": id, "member": member(id), "session_id": "s",
            "deaf": False, "mute": False, "self_deaf": False, "self_mute": False, "self_video": False,
            "suppress": False, "request_to_speak_timestamp": None}


class Gateway:
    """Gives a bot what Discord's gateway would send."""

    def __init__(self, bot: commands.Bot) -> None:
        self._parsers: dict[str, Any] = bot._connection.parsers

    async def send(self, name: str, data: dict[str, Any]) -> None:
        """As from the gateway, one after the other: the bot's listeners run before the next."""
        self._parsers[name](data)
        await asyncio.sleep(0)

    async def begin(self) -> None:
        await self.send("READY", {"v": 10, "user": user(BOT, True), "guilds": [{"id": GUILD, "unavailable": True}],
                            "session_id": "s", "application": {"id": BOT, "flags": 0}})
        await self.send("GUILD_CREATE", {
            "id": GUILD, "name": "Demo guild", "owner_id": ADA, "icon": None, "afk_timeout": 60,
            "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
            "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "preferred_locale": "en-US", "features": [],
            "emojis": [], "stickers": [], "member_count": 3, "large": False, "system_channel_flags": 0,
            "roles": [{"id": GUILD, "name": "@everyone", "permissions": "0", "position": 0, "color": 0,
                       "hoist": False, "managed": False, "mentionable": False, "flags": 0}],
            "channels": [channel(CHANNEL, 0), channel(VOICE, 2), channel(OTHER_VOICE, 2)], "threads": [],
            "members": [member(id) for id in (BOT, ADA, GRACE, LINUS)], "presences": [], "voice_states": [],
            "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
        })


class Reader:
    """What Kennel shows."""

    def __init__(self, url: str, token: str, session: aiohttp.ClientSession) -> None:
        self._url, self._session = url, session
        self._headers = {"Authorization": f"Bearer {token}"}

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        async with self._session.request(
                method, f"{self._url}/modules/{path}", json=body, headers=self._headers) as answer:
            return (await answer.json())["data"]

    async def rows(self, path: str) -> list[dict[str, Any]]:
        return (await self.ask("GET", f"serverstats/stats/{path}?guild_id={GUILD}"))["stats"]

    async def until(self, path: str, count: int) -> list[dict[str, Any]]:
        for _ in range(1200):
            rows = await self.rows(path)
            if len(rows) == count:
                return rows
            await asyncio.sleep(0.05)
        raise SystemExit(f"{path}: {len(rows)} rows instead of {count}: {rows}")


    async def until_posted(self, discord_url: str, channel: str) -> None:
        """Waits for a message in a channel of the emulated Discord."""
        for _ in range(1200):
            async with self._session.get(
                    f"{discord_url}/channels/{channel}/messages",
                    headers={"Authorization": "Bot demo-bot-token"}) as answer:
                if await answer.json():
                    return
            await asyncio.sleep(0.05)
        raise SystemExit("there is no post")


def check(what: str, is_so: bool) -> None:
    if not is_so:
        raise SystemExit(f"not so: {what}")


async def main(url: str, token: str, discord_url: str) -> None:
    async with aiohttp.ClientSession() as session:
        kennel = Reader(url, token, session)
        settings = {"stats_" + name + "_enabled": True for name in ("messages", "members", "voice", "activities", "commands")}
        for module in ("serverstats", "autoresponder", "invite-tracker", "reactionroles"):
            await kennel.ask("POST", f"{module}/enable", {"guild_id": GUILD})
        current = (await kennel.ask("GET", f"serverstats/settings?guild_id={GUILD}"))["settings"]
        await kennel.ask("PUT", "serverstats/settings", {
            **current, **settings, "starboard_enabled": True, "starboard_channel": STARBOARD, "starboard_count": 1})

        bot = commands.Bot("!", intents=discord.Intents.all(), chunk_guilds_at_startup=False)
        await bot._async_setup_hook()
        bridge = KennelBridge(bot, Settings(url, token, batch_seconds=0.1))
        await bot.add_cog(bridge)
        await asyncio.wait_for(bridge.wanted.known.wait(), 60)
        gateway = Gateway(bot)
        await gateway.begin()

        for number in range(700):
            await gateway.send("MESSAGE_CREATE", message(2_000_000_000_000_000_000 + number, ADA))
        sent = await kennel.until("messages/sent", 700)
        check("each message is counted once", len({row["message_id"] for row in sent}) == 700)
        check("the author is told", {row["author_id"] for row in sent} == {ADA})

        await gateway.send("MESSAGE_DELETE", {"id": "2000000000000000001", "channel_id": CHANNEL, "guild_id": GUILD})
        await gateway.send("GUILD_MEMBER_ADD", {**member("1000000000000000777"), "guild_id": GUILD})
        await gateway.send("GUILD_MEMBER_REMOVE", {"guild_id": GUILD, "user": user(LINUS)})
        for place in (VOICE, OTHER_VOICE, None):
            await gateway.send("VOICE_STATE_UPDATE", voice(GRACE, place))
        await gateway.send("PRESENCE_UPDATE", {
            "user": {"id": GRACE}, "guild_id": GUILD, "status": "online", "client_status": {"desktop": "online"},
            "activities": [{"type": 0, "name": "Chess", "details": "e4", "created_at": 1, "id": "x", "application_id": BOT}]})
        check("deleted", (await kennel.until("messages/deleted", 1))[0]["author_id"] == ADA)
        check("joined", (await kennel.until("members/joined", 1))[0]["member_id"] == "1000000000000000777")
        check("left", (await kennel.until("members/left", 1))[0]["member_id"] == LINUS)
        sessions = await kennel.until("voice", 2)
        check("voice", [row["channel_id"] for row in sessions] == [VOICE, OTHER_VOICE])
        activities = await kennel.until("activities/presence", 1)
        check("presence", activities[0]["presence_name"] == "Chess" and activities[0]["details"] == "e4")

        # A call at once: a star, which Kennel answers with a post.
        await gateway.send("MESSAGE_REACTION_ADD", {
            "guild_id": GUILD, "channel_id": CHANNEL, "message_id": STARRED, "user_id": ADA, "type": 0,
            "emoji": {"id": None, "name": "⭐"}, "member": member(ADA), "burst": False})
        await kennel.until_posted(discord_url, STARBOARD)

        # What was collected while Kennel is away is sent once it's back, and at the end.
        bridge.kennel.settings = Settings("http://127.0.0.1:1", token, batch_seconds=0.1)
        for number in range(1_200):
            await gateway.send("MESSAGE_CREATE", message(2_100_000_000_000_000_000 + number, GRACE))
        await asyncio.sleep(0.5)
        check("nothing is lost", len(await kennel.rows("messages/sent")) == 700)
        bridge.kennel.settings = Settings(url, token, batch_seconds=60, drain_seconds=60)
        await bot.remove_cog("KennelBridge")
        check("all is sent at the end", len(await kennel.rows("messages/sent")) == 1_900)
        print("ok")


if __name__ == "__main__":
    discord.utils.setup_logging(level=30)
    asyncio.run(main(*sys.argv[1:4]))
