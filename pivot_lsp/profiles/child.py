"""The reading child: reads files of strangers under limits and prints what they say, a JSON line a file.

`main(paths, scratch)` is called by `isolated` in a fresh interpreter. Each line is `{"profile"|"coverage"|"error": …}`.
A file that exhausts memory or time ends this process; the parent then knows which, since its line is missing.
"""

import gc
import json
import resource
import signal
import sys
import tempfile
from pathlib import Path

import msgspec

from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles.formats import read, source_of
from pivot_lsp.profiles.malformed import Malformed


def main(arguments: list[str]) -> None:
    """`[memory bytes, seconds a file, scratch folder, 1 where callers are wanted, path...]`."""
    memory, seconds, scratch, callers, *paths = arguments
    # A short life under a memory limit, in which nothing makes cycles: the collector would take half of it.
    gc.disable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    # The default action of SIGALRM ends the process even inside a C loop; no Python handler could.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for path in paths:
        signal.alarm(int(seconds))
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            line = _line(Path(path), Path(folder), callers == "1")
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def _line(path: Path, scratch: Path, callers: bool) -> bytes:
    try:
        facts: Profile | Coverage = read(source_of(path, scratch, callers))
    except Malformed as error:
        return _error(error.code, str(error), error.line)
    except OSError as error:
        return _error("PV100", f"cannot be read: {error.strerror or error}")
    except MemoryError:
        return _error("PV105", "reading it needs more memory than is allowed")
    except (RecursionError, UnicodeError) as error:
        return _error("PV103", f"not readable: {type(error).__name__}: {str(error).splitlines()[0]:.120}")
    try:
        body = msgspec.json.encode(facts)
    except (UnicodeError, OverflowError, TypeError):
        # A lone surrogate in a name cannot cross as UTF-8, nor a count of more than 64 bits.
        return _error("PV103", "a file or function name that is not text, or a number that is no count")
    kind = b"profile" if isinstance(facts, Profile) else b"coverage"
    return b'{"%s":%s}' % (kind, body)


def _error(code: str, message: str, line: int | None = None) -> bytes:
    # Messages quote the file: neither a line break nor a terminal's control sequence may come through.
    shown = "".join(c if c.isprintable() else "?" for c in " ".join(message.split()))
    return json.dumps({"error": {"code": code, "message": shown, "line": line}}).encode()
