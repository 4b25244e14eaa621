"""The local server: one page, its two files, and the changes as server-sent events. 127.0.0.1 only.

Invariants: it answers only requests that were addressed to this machine by name (another Host is refused, so that no
page of the web can reach it by rebinding a name); it reads and never changes anything; the policy allows nothing else.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pivot_lsp.app.dashboard import dashboard
from pivot_lsp.web.document import SERVED_POLICY, STATIC, served, static

HOST = "127.0.0.1"
EVERY = 1.0
"""Seconds between two looks at the project while somebody watches."""
HEADERS = {
    "content-security-policy": SERVED_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass
class Source:
    """The page of now, made at most once in `EVERY` however many look, and for a quarter of the time at most."""

    root: Path
    due: float = 0.0
    html: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def page(self) -> str:
        """The document."""
        async with self.lock:
            began = time.monotonic()
            if not self.html or began >= self.due:
                self.html = await run_in_threadpool(lambda: served(dashboard(self.root)))
                now = time.monotonic()
                self.due = now + max(EVERY, 3 * (now - began))
            return self.html


class Guard:
    """Refuses other hosts and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].decode().lower() not in HEADERS]
                message["headers"] = kept + [(k.encode(), v.encode()) for k, v in HEADERS.items()]
            await send(message)

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            answer = PlainTextResponse("This page is for this machine only.\n", status_code=421)
            await answer(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def application(root: Path, port: int) -> Starlette:
    """The ASGI application for the project at `root`, served at `port`."""
    source = Source(root)

    async def index(request: Request) -> Response:
        return Response(await source.page(), media_type="text/html; charset=utf-8")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return PlainTextResponse("Not here.\n", status_code=404)
        return Response(static(name), media_type=STATIC[name])

    async def events(request: Request) -> Response:
        return StreamingResponse(_events(source, request), media_type="text/event-stream")

    hosts = frozenset({f"{name}:{port}" for name in (HOST, "localhost")})
    return Starlette(
        routes=[Route("/", index), Route("/events", events), Route("/{name}", asset)],
        middleware=[Middleware(Guard, hosts=hosts)],
    )


async def _events(source: Source, request: Request) -> AsyncIterator[str]:
    """The whole page when a part of it changed; a comment otherwise, so that a closed browser is noticed."""
    last = ""
    while not await request.is_disconnected():
        html = await source.page()
        marks = _marks(html)
        if marks != last:
            last = marks
            yield f"event: page\ndata: {json.dumps(html)}\n\n"
        else:
            yield ": same\n\n"
        await asyncio.sleep(EVERY)


def _marks(html: str) -> str:
    """The hashes of the parts; the time at which the page was made is none of them."""
    return " ".join(piece[:16] for piece in html.split(' data-mark="')[2:])
