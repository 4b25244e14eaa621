"""How well facts of an old release are matched to the next: what `make drift` measures, on releases from PyPI.

A profile of the old release is made from its source: of each function, with a chance of 30% (seeded), the row that
cProfile would write (first line and bare name, beside the rows of the class bodies that its import ran), and the row
that a sampler would (lines that ran and qualified name). It is read against the new release as if that were today's
source. The truth is the qualified name: the function of the same name, the n-th of them where both releases have as
many, the one of the same body where not. A row whose function is gone has no right answer, so any answer is wrong.
Bars: at most 0.1% wrong, at least 90% of what is still there matched.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pivot_lsp.hotspots.match import Matched, match
from pivot_lsp.model.facts import FunctionFact, LineFact
from pivot_lsp.source.index import FileIndex, SourceFunction
from pivot_lsp.source.project import index_project

PAIRS = (
    ("sqlparse", "0.5.3", "0.6.1"),
    ("Django", "5.1", "5.1.4"),
    ("Django", "5.1", "5.2"),
    ("sympy", "1.13.3", "1.14.0"),
)
CHANCE = 0.3
WRONG, MATCHED = 0.1, 90.0
BEFORE_ALL = 0.0


@dataclass
class Score:
    """Rows of one pair and kind."""

    rows: int = 0
    there: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def wrong_percent(self) -> float:
        """Of all rows."""
        return 100 * self.wrong / max(1, self.rows)

    @property
    def matched_percent(self) -> float:
        """Of the rows whose function is still there."""
        return 100 * self.right / max(1, self.there)


def traced(function: SourceFunction) -> FunctionFact:
    """As cProfile writes it."""
    return _fact(function, function.first_line, None, [])


def sampled(function: SourceFunction) -> FunctionFact:
    """As py-spy writes it, with the lines of up to three statements."""
    lines = sorted({first for first, _ in function.statements[:3]} or {function.line})
    facts = [LineFact(line=line, self_s=1.0, cumulative_s=1.0) for line in lines]
    return _fact(function, lines[0], function.qualname, facts)


def _fact(function: SourceFunction, line: int, qualname: str | None, lines: list[LineFact]) -> FunctionFact:
    return FunctionFact(
        file="x", line=line, line_kind="executed" if lines else "first", name=function.name, qualname=qualname,
        self_s=1.0, own_s=1.0, cumulative_s=1.0, calls=None, primitive_calls=None, lines=lines,
    )  # fmt: skip


TRACED = "traced, bare names"
KINDS = {TRACED: traced, "sampled, qualified": sampled}


def _body(line: int, name: str) -> FunctionFact:
    """The row of a class body, which cProfile writes when it sees the import."""
    return FunctionFact(
        file="x", line=line, name=name, self_s=0.0, own_s=0.0, cumulative_s=0.0, calls=1, primitive_calls=1
    )  # fmt: skip


def truth(old: FileIndex, new: FileIndex | None) -> dict[SourceFunction, SourceFunction | None]:
    """Each old function's place today; where the number of a name changed, its body says which it is.

    One whose body is nowhere today is gone, once every function of today's has been told by its body; where that leaves
    doubt, there is no certain answer, and it is left out.
    """
    found: dict[SourceFunction, SourceFunction | None] = {}
    for name, functions in old.by_qualname.items():
        today = () if new is None else new.by_qualname.get(name, ())
        if not today:
            found.update(dict.fromkeys(functions, None))
        elif len(today) == len(functions):
            found.update(zip(functions, today))
        else:
            found.update(by_body(functions, today))
    return found


def by_body(
    functions: Sequence[SourceFunction], today: Sequence[SourceFunction]
) -> dict[SourceFunction, SourceFunction | None]:
    """The places of functions that share a name, by bodies that occur once then and once today."""
    then = Counter(function.body_sha256 for function in functions)
    places = {f.body_sha256: f for f in today if Counter(g.body_sha256 for g in today)[f.body_sha256] == 1}
    found: dict[SourceFunction, SourceFunction | None] = {
        f: places[f.body_sha256] for f in functions if then[f.body_sha256] == 1 and f.body_sha256 in places
    }
    if len(found) == len(today):
        found.update({f: None for f in functions if f not in found})
    return found


def measure(old: Path, new: Path, seed: int, examples: list[str]) -> dict[str, Score]:
    """Scores of each kind of profile."""
    before, after = index_project(old), index_project(new)
    today = {path.relative_to(after.root): index for path, index in after.files.items()}
    scores = {kind: Score() for kind in KINDS}
    rng = random.Random(seed)
    for path, index in before.files.items():
        answers = truth(index, today.get(path.relative_to(before.root)))
        chosen = [function for function in index.functions if function in answers and rng.random() < CHANCE]
        current = today.get(path.relative_to(before.root))
        for kind, write in KINDS.items():
            rows = {id(row): (function, row) for function in chosen for row in [write(function)]}
            facts = [row for _, row in rows.values()]
            if kind == TRACED and chosen:
                facts += [_body(line, name) for line, name in index.module_lines if not name.startswith("<")]
            got = found_in(match(current, facts, BEFORE_ALL)) if current is not None else {}
            score = scores[kind]
            for key, (function, _) in rows.items():
                right = answers[function]
                score.rows += 1
                score.there += right is not None
                score.right += right is not None and got.get(key) is right
                wrong = key in got and got[key] is not right
                score.wrong += wrong
                if wrong:
                    named = f"{got[key].qualname}:{got[key].first_line}"
                    examples.append(
                        f"{path.relative_to(before.root)}:{function.first_line} {function.qualname} -> {named}"
                    )
    return scores


def found_in(matched: Matched) -> dict[int, SourceFunction]:
    """Row -> function."""
    found: dict[int, SourceFunction] = {}
    for function, rows in matched.functions.items():
        found.update((id(row), function) for row in rows)
    return found


def install(folder: Path, name: str, version: str) -> Path:
    """The release's files in a folder of their own; nothing of it is run."""
    target = folder / f"{name}-{version}"
    words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--only-binary", ":all:"]
    if not target.exists():
        subprocess.run([*words, "--target", str(target), f"{name}=={version}"], check=True)
    return target


def main() -> int:
    """Prints and writes the table; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, help="a folder to keep the releases in")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--examples", type=int, default=0)
    args = parser.parse_args()
    missed = False
    rows = []
    with tempfile.TemporaryDirectory(prefix="pivot-drift-") as temporary:
        folder = args.releases or Path(temporary)
        for name, old, new in PAIRS:
            examples: list[str] = []
            for kind, score in measure(install(folder, name, old), install(folder, name, new), 1, examples).items():
                missed |= score.wrong_percent > WRONG or score.matched_percent < MATCHED
                counts = f"{score.rows} | {score.there} | {score.matched_percent:.2f}% | {score.wrong}"
                rows.append(f"| {name} {old} -> {new} | {kind} | {counts} | {score.wrong_percent:.3f}% |")
                print(rows[-1], flush=True)
            print(*examples[: args.examples], sep="\n")
    text = ["# Old profiles against new source", *(__doc__ or "").strip().split("\n")[1:], ""]
    text += [
        "| releases | profile | rows | still there | matched | wrong | wrong share |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ]
    if args.output:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text("\n".join(text) + "\n", encoding="utf-8")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
