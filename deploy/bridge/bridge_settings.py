"""Settings of the bridge, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass


def _secret(name: str) -> str:
    """The variable, or what stands in the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    return os.environ.get(name, "")


@dataclass(frozen=True)
class Settings:
    url: str
    """Where Kennel is, such as http://127.0.0.1:8080 (KENNEL_URL)."""
    token: str
    """A service token: `kennel token create bridge` (KENNEL_TOKEN, or KENNEL_TOKEN_FILE)."""
    batch_events: int = 500
    """A batch is sent once it has so many events (KENNEL_BRIDGE_EVENTS, 1 to 1,000) …"""
    batch_seconds: float = 1.0
    """… or is so old (KENNEL_BRIDGE_SECONDS)."""
    queue_events: int = 50_000
    """Events that wait while Kennel is away; more are dropped and counted in the log (KENNEL_BRIDGE_QUEUE)."""
    calls: int = 64
    """Calls at a time, of those that aren't batched (KENNEL_BRIDGE_CALLS)."""
    attempts: int = 5
    """How often such a call is tried: what it is about is soon over (KENNEL_BRIDGE_ATTEMPTS)."""
    drain_seconds: float = 10.0
    """How long the end waits for what is still to be sent (KENNEL_BRIDGE_DRAIN)."""

    @classmethod
    def read(cls) -> Settings:
        token = _secret("KENNEL_TOKEN")
        if not token:
            raise SystemExit("kennel_bridge: set KENNEL_TOKEN or KENNEL_TOKEN_FILE to a service token")
        number = os.environ.get
        return cls(
            url=number("KENNEL_URL", "http://127.0.0.1:8080").rstrip("/"),
            token=token,
            batch_events=min(1_000, max(1, int(number("KENNEL_BRIDGE_EVENTS", "500")))),
            batch_seconds=float(number("KENNEL_BRIDGE_SECONDS", "1")),
            queue_events=int(number("KENNEL_BRIDGE_QUEUE", "50000")),
            calls=int(number("KENNEL_BRIDGE_CALLS", "64")),
            attempts=int(number("KENNEL_BRIDGE_ATTEMPTS", "5")),
            drain_seconds=float(number("KENNEL_BRIDGE_DRAIN", "10")),
        )
