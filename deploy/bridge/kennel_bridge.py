"""Forwards what a discord.py bot sees to Kennel: statistics in batches, everything else at once.

    await bot.load_extension("kennel_bridge")     # in a bot of yours
    DISCORD_BOT_TOKEN=… KENNEL_TOKEN=… python kennel_bridge.py     # or alone
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import uuid
from collections import deque
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bridge_settings import Settings

log = logging.getLogger("kennel_bridge")

Fields = dict[str, Any]
RETRIED = {429, 500, 502, 503, 504}
# Not 401 and 403: with a wrong token, what was collected waits until it is mended.
HOPELESS = {400, 413, 415, 422}


class Kennel:
    """HTTP requests to Kennel."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self, method: str, path: str, body: Fields | None = None, *, query: Fields | None = None,
        key: str | None = None, seconds: float = 20,
    ) -> tuple[int, Fields]:
        """Status and answer. Raises aiohttp.ClientError or TimeoutError where there is none."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {"Authorization": f"Bearer {self.settings.token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        async with self._session.request(
            method, self.settings.url + path, json=body, params=query, headers=headers,
            timeout=aiohttp.ClientTimeout(total=seconds),
        ) as answer:
            try:
                return answer.status, await answer.json(content_type=None) or {}
            except ValueError:
                return answer.status, {}

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


async def back_off(attempt: int) -> None:
    await asyncio.sleep(random.uniform(0.5, 1) * min(30, 0.1 * 2 ** min(attempt, 10)))


def text(activity: Any, name: str) -> str | None:
    """A text that not every kind of activity has, as long as Kennel takes it."""
    value = getattr(activity, name, None)
    return str(value)[:128] if value else None


class Batches:
    """Collects events and sends them together, one batch after the other, so that a member's events keep their order.

    Each has an identity, a message's or a key, so sending it again is harmless."""

    def __init__(self, kennel: Kennel) -> None:
        self._kennel = kennel
        self._waiting: deque[Fields] = deque()
        self._dropped = 0
        self._is_ending = False
        self._wake = asyncio.Event()
        self.full = asyncio.Event()

    def add(self, stat: str, guild: int, **fields: Any) -> None:
        settings = self._kennel.settings
        if len(self._waiting) >= settings.queue_events:
            self._dropped += 1
            if self._dropped % 10_000 == 1:
                log.error("Kennel doesn't answer, and the queue is full: %d events dropped", self._dropped)
            return
        event = {"stat": stat, "guild_id": str(guild), **fields}
        if "message_id" not in fields:
            event.setdefault("key", uuid.uuid4().hex)
        self._waiting.append(event)
        self._wake.set()
        if len(self._waiting) >= settings.batch_events:
            self.full.set()

    async def run(self) -> None:
        while self._waiting or not self._is_ending:
            self._wake.clear()
            if not self._waiting:
                await self._wake.wait()
                continue
            await self._fill()
            count = min(len(self._waiting), self._kennel.settings.batch_events)
            await self._send([self._waiting.popleft() for _ in range(count)])

    async def _fill(self) -> None:
        """Waits until the batch is full or old enough."""
        self.full.clear()
        if self._is_ending or len(self._waiting) >= self._kennel.settings.batch_events:
            return
        try:
            await asyncio.wait_for(self.full.wait(), self._kennel.settings.batch_seconds)
        except asyncio.TimeoutError:
            pass

    async def _send(self, events: list[Fields]) -> None:
        attempt = 0
        while events:
            try:
                status, answer = await self._kennel.request(
                    "POST", "/modules/serverstats/stats/batch", {"events": events})
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                status, answer = 0, {"error": {"message": repr(error)}}
            if status == 200:
                events = self._failed(events, answer["data"]["failed"])
            elif status in HOPELESS:
                log.error("a batch was refused: %s", answer.get("error"))
                return
            elif attempt % 10 == 0:
                log.warning("a batch waits: %s %s", status, answer.get("error", {}).get("message"))
            if events:
                await back_off(attempt)
                attempt += 1

    @staticmethod
    def _failed(events: list[Fields], failed: list[Fields]) -> list[Fields]:
        """Those that are worth sending again; the others are told."""
        again = []
        for failure in failed:
            event = events[failure["index"]]
            if failure["code"] in (429, 802, 803):
                again.append(event)
            else:
                log.warning("an event was refused: %s: %s", event, failure["message"])
        return again

    def end(self) -> None:
        self._is_ending = True
        self._wake.set()
        self.full.set()


class Wanted:
    """Which guilds have what on, so that only this is sent. Until it is known everything is."""

    def __init__(self, kennel: Kennel) -> None:
        self._kennel = kennel
        self._guilds: dict[int, Fields] = {}
        self.known = asyncio.Event()

    def statistic(self, guild: int, path: str) -> bool:
        return not self.known.is_set() or path in self._guilds.get(guild, {}).get("statistics", ())

    def module(self, guild: int, name: str) -> bool:
        return not self.known.is_set() or name in self._guilds.get(guild, {}).get("modules", ())

    def switch(self, guild: int, name: str) -> bool:
        """Of serverstats: starboard, counters."""
        return not self.known.is_set() or bool(self._guilds.get(guild, {}).get(name))

    async def run(self) -> None:
        cursor: str | None = None
        attempt = 0
        while True:
            query: Fields = {"wait": 30} if self.known.is_set() else {}
            if cursor is not None:
                query["since"] = cursor
            try:
                status, answer = await self._kennel.request("GET", "/modules", query=query, seconds=60)
            except (aiohttp.ClientError, asyncio.TimeoutError):
                status, answer = 0, {}
            if status != 200:
                if status in HOPELESS:
                    cursor = None
                await back_off(attempt)
                attempt += 1
                continue
            attempt = 0
            data = answer["data"]
            for guild in data["guilds"]:
                self._guilds[int(guild["guild_id"])] = guild
            cursor = data["cursor"]
            if not data["more"]:
                self.known.set()


class KennelBridge(commands.Cog):
    """The gateway's events, and what Kennel is told of each."""

    def __init__(self, bot: commands.Bot, settings: Settings) -> None:
        self.bot = bot
        self.kennel = Kennel(settings)
        self.batches = Batches(self.kennel)
        self.wanted = Wanted(self.kennel)
        self._slots = asyncio.Semaphore(settings.calls)
        self._calls: set[asyncio.Task[None]] = set()
        self._loops: list[asyncio.Task[None]] = []

    async def cog_load(self) -> None:
        self._loops = [asyncio.create_task(loop.run()) for loop in (self.batches, self.wanted)]

    async def cog_unload(self) -> None:
        """Sends what is left, for so long as the settings say."""
        sending, watching = self._loops
        watching.cancel()
        self.batches.end()
        _, late = await asyncio.wait(
            [sending, *self._calls], timeout=self.kennel.settings.drain_seconds)
        for task in late:
            task.cancel()
        if late:
            log.error("%d things were not sent before the end", len(late))
        await self.kennel.close()

    # Sending

    def _count(self, stat: str, guild: int, **fields: Any) -> None:
        if self.wanted.statistic(guild, stat):
            self.batches.add(stat, guild, **fields)

    def _call(self, path: str, guild: int, method: str = "POST", **fields: Any) -> None:
        """Begins a call that isn't batched. It is tried again with the same key, and every endpoint bears repeats."""
        body = {"guild_id": str(guild), **fields}
        task = asyncio.create_task(self._finish(method, f"/modules/{path}", body, uuid.uuid4().hex))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _finish(self, method: str, path: str, body: Fields, key: str) -> None:
        async with self._slots:
            for attempt in range(self.kennel.settings.attempts):
                try:
                    status, answer = await self.kennel.request(
                        method, path, body, key=key if path.endswith("reactionroles/check") else None)
                except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                    status, answer = 0, {"error": {"message": repr(error)}}
                if status and status not in RETRIED:
                    break
                await back_off(attempt)
        # 409: the module is off; 404: no such panel. Both are everyday.
        if status >= 400 and status not in (404, 409) or status == 0:
            log.warning("%s %s: %s %s", method, path, status, answer.get("error", {}).get("message"))

    # Messages

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        guild = message.guild
        if guild is None or message.webhook_id is not None:
            return
        self._count(
            "messages/sent", guild.id, author_id=str(message.author.id),
            channel_id=str(message.channel.id), message_id=str(message.id))
        if not message.author.bot and self.wanted.module(guild.id, "autoresponder"):
            roles = [str(role.id) for role in getattr(message.author, "roles", []) if not role.is_default()]
            self._call(
                "autoresponder/check", guild.id, origin_message_id=str(message.id),
                channel_id=str(message.channel.id), member_roles=roles, content=message.content,
                member_id=str(message.author.id), author_is_bot=False)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self._deleted(event.guild_id, event.channel_id, event.message_id, event.cached_message)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        cached = {message.id: message for message in event.cached_messages}
        for id in event.message_ids:
            self._deleted(event.guild_id, event.channel_id, id, cached.get(id))

    def _deleted(self, guild: int | None, channel: int, id: int, cached: discord.Message | None) -> None:
        if guild is None:
            return
        if cached is not None and cached.webhook_id is None:
            self._count(
                "messages/deleted", guild, author_id=str(cached.author.id), channel_id=str(channel),
                message_id=str(id))
        if self.wanted.switch(guild, "starboard"):
            self._call("serverstats/starboard/check/deleted-message", guild, message_id=str(id))
        if self.wanted.module(guild, "reactionroles"):
            self._call(
                "reactionroles/panel/check-delete", guild, channel_id=str(channel), message_id=str(id))

    # Reactions and components

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self._reacted(event, "add", "reaction_add")

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self._reacted(event, "remove", "reaction_delete")

    def _reacted(self, event: discord.RawReactionActionEvent, star: str, kind: str) -> None:
        guild = event.guild_id
        if guild is None or (self.bot.user and event.user_id == self.bot.user.id):
            return
        place = {"channel_id": str(event.channel_id), "message_id": str(event.message_id)}
        if event.emoji.name == "⭐" and self.wanted.switch(guild, "starboard"):
            self._call(f"serverstats/starboard/{star}", guild, **place)
        if self.wanted.module(guild, "reactionroles"):
            self._call(
                "reactionroles/check", guild, **place, interaction_type=kind,
                emoji_name=event.emoji.name, emoji_id=str(event.emoji.id) if event.emoji.id else None,
                member_id=str(event.user_id))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Fields = dict(interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is not discord.InteractionType.component or interaction.guild_id is None:
            return
        if not custom_id.startswith("kennel:reactionrole:") or interaction.message is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        self._call(
            "reactionroles/check", interaction.guild_id, message_id=str(interaction.message.id),
            channel_id=str(interaction.channel_id), interaction_type="component",
            interaction_custom_id=custom_id, interaction_id_token=interaction.token,
            application_id=str(interaction.application_id),
            interaction_value=next(iter(data.get("values", [])), None),
            member_id=str(interaction.user.id))

    # Members

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        guild = member.guild.id
        self._count("members/joined", guild, joined_member_id=str(member.id))
        if self.wanted.module(guild, "invite-tracker"):
            joined = {"joined_at": member.joined_at.isoformat()} if member.joined_at else {}
            self._call(
                "invite-tracker/events/join/check-invite", guild, member_id=str(member.id),
                is_bot=member.bot, **joined)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        self._count("members/left", event.guild_id, left_member_id=str(event.user.id))
        if self.wanted.module(event.guild_id, "invite-tracker"):
            self._call(
                "invite-tracker/events/leave/check-invite", event.guild_id, member_id=str(event.user.id))

    @commands.Cog.listener()
    async def on_invite_create(self, invite: discord.Invite) -> None:
        if invite.guild and invite.channel and self.wanted.module(invite.guild.id, "invite-tracker"):
            self._call(
                "invite-tracker/events/invite/create", invite.guild.id, invite_code=invite.code,
                channel_id=str(invite.channel.id))

    @commands.Cog.listener()
    async def on_invite_delete(self, invite: discord.Invite) -> None:
        if invite.guild and self.wanted.module(invite.guild.id, "invite-tracker"):
            self._call("invite-tracker/events/invite/delete", invite.guild.id, invite_code=invite.code)

    @commands.Cog.listener()
    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        if before.channel == after.channel:
            return
        guild, id = member.guild.id, str(member.id)
        if before.channel is not None:
            self._count("voice", guild, left=True, left_member_id=id, channel_id=str(before.channel.id))
        if after.channel is not None:
            self._count("voice", guild, joined_member_id=id, channel_id=str(after.channel.id))

    @commands.Cog.listener()
    async def on_presence_update(self, before: discord.Member, after: discord.Member) -> None:
        activities = [
            {
                "activity_type": max(0, int(activity.type)), "name": (activity.name or "?")[:128],
                "details": text(activity, "details"), "state": text(activity, "state"),
            }
            for activity in after.activities
        ]
        guild = after.guild.id
        # The counters need statuses, so they are sent where only those are on.
        if self.wanted.statistic(guild, "activities/presence") or self.wanted.switch(guild, "counters"):
            self.batches.add(
                "activities/presence", guild, presence_user_id=str(after.id), activities=activities[:50],
                status=str(after.status))

    # Commands

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: discord.Interaction, command: Any) -> None:
        if interaction.guild_id is not None:
            self._count(
                "commands/used", interaction.guild_id, initiator_id=str(interaction.user.id),
                command=command.qualified_name[:100], key=f"interaction-{interaction.id}")

    @commands.Cog.listener()
    async def on_command_completion(self, context: commands.Context[Any]) -> None:
        if context.guild is not None and context.command is not None and context.interaction is None:
            self._count(
                "commands/used", context.guild.id, initiator_id=str(context.author.id),
                command=context.command.qualified_name[:100], key=f"message-{context.message.id}")

    # What goes away

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        guild, gone = channel.guild.id, {"channel_id": str(channel.id)}
        if self.wanted.switch(guild, "counters"):
            self._call("serverstats/counters/check-delete", guild, **gone)
        if self.wanted.switch(guild, "starboard"):
            self._call("serverstats/starboard/check/delete", guild, **gone)
        if self.wanted.module(guild, "reactionroles"):
            self._call("reactionroles/panel/check-delete", guild, **gone, message_id=None)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        for path in (
            "serverstats/settings/delete", "invite-tracker/settings/delete", "autoresponder/delete",
            "reactionroles/delete",
        ):
            if self.wanted.module(guild.id, path.split("/")[0]):
                self._call(path, guild.id, "DELETE")


async def setup(bot: commands.Bot) -> None:
    """For `await bot.load_extension("kennel_bridge")`."""
    await bot.add_cog(KennelBridge(bot, Settings.read()))


async def main() -> None:
    intents = discord.Intents.all()
    async with commands.Bot(commands.when_mentioned, intents=intents, help_command=None) as bot:
        await bot.load_extension("kennel_bridge")
        await bot.start(os.environ["DISCORD_BOT_TOKEN"])


if __name__ == "__main__":
    discord.utils.setup_logging()
    asyncio.run(main())
