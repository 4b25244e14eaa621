"""Mutated files of every profile and coverage format through the readers: what `make fuzz-profiles` runs.

For each format N files are made from a small real one and read in limited children, as always. Counted are the ways
they end; a crash of the reader's child, a run over the limit or an answer of more than one line is printed with its
seed. A hook in the child ends it when a file makes it start a process, open a connection, load a library or run code
that is no module's. Writes a table to the file named, Markdown.
"""

import argparse
import cProfile
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pivot_lsp.model.errors import UsageError
from pivot_lsp.profiles import isolated
from pivot_lsp.profiles.isolated import Limits, read_all
from tests.profiles import coverage_seeds, mutations, seeds

BATCH = 2000
"""Files that one child reads while none of them ends it."""
HOOK = """
import sys
import coverage, coverage.sqldata  # imported late by its reader; what it defines runs code that it wrote itself
ENDS = {"os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "subprocess.Popen", "pty.spawn",
        "socket.connect", "socket.bind", "ctypes.dlopen", "code.__new__", "webbrowser.open"}
def hook(event, arguments):
    if event in ENDS or (event == "exec" and not arguments[0].co_filename.endswith((".py", ">"))):
        import os
        os.write(2, f"{event} {arguments!r:.80}".encode())
        os._exit(77)
    if event == "exec" and arguments[0].co_filename in ("<string>", "<stdin>", "<unknown>"):
        import os
        os.write(2, f"{event} {arguments!r:.80}".encode())
        os._exit(77)
"""
LIMITS = Limits(memory_bytes=1 << 30, seconds=10)
ORDERLY = {"PV101", "PV102", "PV103", "PV106"}


PASSED_OVER = ", callers passed over"
"""The end of the names of rows whose files were read without the callers of Python functions."""


def fuzz(name: str, data: bytes, count: int) -> tuple[Counter[str], list[str]]:
    """How the mutants of `data` ended, by code, and what was not orderly."""
    ended: Counter[str] = Counter()
    wrong: list[str] = []
    for start in range(0, count, BATCH):
        with tempfile.TemporaryDirectory(prefix="pivot-fuzz-") as folder:
            numbers = range(start, min(start + BATCH, count))
            paths = [Path(folder, f"m{seed}") for seed in numbers]
            for seed, path in zip(numbers, paths):
                path.write_bytes(mutations.mutated(data, seed) or b" ")
            for seed, outcome in zip(numbers, read_all(paths, LIMITS, callers=not name.endswith(PASSED_OVER))):
                code = outcome.code if isinstance(outcome, UsageError) else "read"
                ended[code] += 1
                if isinstance(outcome, UsageError) and (code not in ORDERLY or "\n" in str(outcome)):
                    wrong.append(f"{name}, seed {seed}: {outcome.code} {outcome.message:.160}")
    return ended, wrong


def one_run() -> bytes:
    """What cProfile wrote of a small program: thousands of bytes, most of them callers."""
    with tempfile.TemporaryDirectory(prefix="pivot-fuzz-") as folder:
        path = Path(folder, "run.prof")
        profiler = cProfile.Profile()
        profiler.runcall(lambda: [json.loads(json.dumps({str(n): [n] * n}, indent=1)) for n in range(5)])
        profiler.dump_stats(path)
        return path.read_bytes()


def main() -> int:
    """Fuzzes all formats; 1 when anything was not orderly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--only", nargs="*", help="these rows")
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    isolated.BOOT = isolated.BOOT.replace(
        "main(sys.argv[2:])", f"exec({HOOK!r}); sys.addaudithook(hook); main(sys.argv[2:])"
    )
    files = {name: make() for name, (_, make) in seeds.SEEDS.items()} | coverage_seeds.files()
    real = one_run()
    files = {"cProfile, a real run": real, f"cProfile, a real run{PASSED_OVER}": real, **files}
    rows, problems = [], []
    began = time.monotonic()
    for name, data in files.items():
        if not args.only or name in args.only:
            ended, wrong = fuzz(name, data, args.count)
            problems += wrong
            refused = sum(ended[code] for code in ORDERLY)
            rows.append(f"| {name} | {args.count} | {ended['read']} | {refused} | {len(wrong)} |")
            print(rows[-1], *wrong[:5], sep="\n", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    text = [
        "# Damaged files through the readers",
        f"`scripts/fuzz_profiles.py --count {args.count}`: seeded mutations of a small file of each format, read in",
        "limited children. Orderly is one line with a code, the file and the place. Not orderly: a child that died,",
        "ran over its limit, said more than a line, or that a hook ended because it started a process, opened a",
        f"connection, loaded a library or ran code of the file. Python {sys.version.split()[0]},",
        f"{time.monotonic() - began:.0f} s, largest child {peak} MB.",
        "",
        "| format | files | still readable | refused orderly | not orderly |",
        "|---|---|---|---|---|",
        *rows,
        "",
        *problems,
    ]
    if args.output:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
