"""A disk that is full, and a workspace that may not be written: a message, and nothing lost.

The server runs in a mount namespace of its own, where its workspace is a full tmpfs or a read-only mount. How it sees
its files is looked up through /proc.
"""

import shutil
from pathlib import Path

import pytest

from tests.server.talk import full, session

FULL = """
mount -t tmpfs -o size=128k none "$PWD" && cp -a "$1/." "$PWD" && cd "$PWD"
dd if=/dev/zero of=filler bs=1k 2>/dev/null
"""
READ_ONLY = 'mount --bind "$PWD" "$PWD" && mount -o remount,ro,bind "$PWD" && cd "$PWD"'


@pytest.mark.parametrize(
    ("prepare", "reason"), [(FULL, "No space left on device"), (READ_ONLY, "Read-only file system")], ids=["full", "ro"]
)
async def test_hotspots_are_shown_and_what_cannot_be_written_is_said(
    shop: Path, tmp_path: Path, prepare: str, reason: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    before = ["unshare", "-rm", "sh", "-c", prepare + '\nshift; exec "$@"', "sh", str(copy)]
    async with session(shop, full(), before=before) as talk:
        seen = Path(f"/proc/{talk.server}/root") / shop.relative_to("/")
        uri = talk.open("shop.py")
        assert await talk.diagnostics(uri)
        source = (seen / "shop.py").read_bytes()
        for command, more in (
            ("pivot.port", {"to": "cpp"}),
            ("pivot.generate-tests", {}),
            ("pivot.dashboard", None),
        ):
            arguments = {"uri": uri} if more is None else {"uri": uri, "function": "total", **more}
            done = await talk.job(command, **arguments)
            assert done.status == "failed"
            assert reason in done.message
        done = await talk.job("pivot.analyze", uri=uri)
        assert done.status == "done"
        assert await talk.hover(uri, 3) is not None
        assert (seen / "shop.py").read_bytes() == source == (copy / "shop.py").read_bytes()
