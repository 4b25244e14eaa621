"""Who a call is for: the keys by which a percentage of calls is chosen, carried by a contextvar.

A server sets them once a request; every task and thread that copies the context sees them. Invariant: with the same
key and salt the bucket is the same in every process and version of this package (`BUCKET_VERSION` is hashed too).
"""

import os
from _random import Random  # random's own generator, without what random imports
from contextvars import ContextVar, Token
from types import TracebackType

from pivot_lsp.runtime.digest import blake2b

BUCKET_VERSION = 1
BUCKETS = 100_000
"""A bucket is 0..99999, so a percentage has steps of 0.001."""

KEYS = ("user", "tenant", "request")
"""The order in which a key is looked for when a flag names none."""

FLAG_KEYS = (*KEYS, "call")
"""What a flag may name; `call` decides each call by itself, whoever it is for."""


def bucket(salt: str, key: str) -> int:
    """0..99999, uniform over keys and independent between salts (blake2b, 64 bits)."""
    text = f"{BUCKET_VERSION}\0{salt}\0{key}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big") % BUCKETS


class context:
    """`with context(user="u7", tenant="acme"):` - what runs inside is for them. Keys not named stay as outside."""

    __slots__ = ("_buckets", "_names", "_tokens")

    def __init__(self, *, user: object = None, tenant: object = None, request: object = None) -> None:
        given = zip(KEYS, (user, tenant, request))
        self._names = {name: str(value) for name, value in given if value is not None}
        self._buckets: dict[tuple[str, str | None], int] = {}
        self._tokens: list[Token[context | None]] = []

    def __enter__(self) -> "context":
        outer = _current.get()
        if outer is not None:
            self._names = {**outer._names, **self._names}
        self._tokens.append(_current.set(self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        token = self._tokens.pop()
        try:
            _current.reset(token)
        except ValueError:  # left in another context than it was entered in, as generators and middleware do
            outer = token.old_value
            _current.set(None if outer is Token.MISSING else outer)

    def bucket(self, salt: str, name: str | None) -> int | None:
        """The bucket of the key called `name` (None: the first there is), kept for the context's life."""
        known = self._buckets.get((salt, name))
        if known is None:
            key = self._names.get(name) if name else next((self._names[n] for n in KEYS if n in self._names), None)
            if key is None:
                return None
            known = self._buckets[salt, name] = bucket(salt, key)
        return known


_current: ContextVar[context | None] = ContextVar("pivot_context", default=None)
_random = Random()
draw = _random.random
"""0 to 1, by a generator of our own: the program's, which it may have seeded, is not touched."""
os.register_at_fork(after_in_child=_random.seed)


def current_bucket(salt: str, name: str | None) -> int:
    """The bucket of this call: by its context, else by a draw for this call alone.

    A call without the user or tenant that its flag names is in no bucket (BUCKETS): a cohort is never left to chance.
    """
    found = None if name == "call" else _current.get()
    known = None if found is None else found.bucket(salt, name)
    if known is not None:
        return known
    return BUCKETS if name in _COHORTS else int(draw() * BUCKETS)


_COHORTS = ("user", "tenant")
