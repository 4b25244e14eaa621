"""`make wrong-refactorings`: slips of rewritings in Python, each judged as `pivot validate` judges by default.

All rewritings of a function are judged on the cases that `validate` makes of legacy; one that none of them exposes, on
those that stand at its own edges, and on a part again in another order. Right rewritings are judged as well, and none
may be failed. A case file is made, and legacy runs, once for all rewritings of a function.

    scripts/wrong_refactorings.py [--minutes M] [--count N] [--seed N] [--modules A,B] [--functions A,B] [--log F]
                                  [--page F]

Results are appended to a log as they come (`.pivot-demo/wrong-refactorings.jsonl`), each with the commit it was judged
at, so that a run that was cut goes on where it stopped; the page is `docs/evidence/wrong-refactorings.md`. Exit 1 when
a right one was failed.
"""

import argparse
import json
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pivot_lsp.app.validate import ValidateRequest, cases_of, vessel_cases  # noqa: E402
from pivot_lsp.cases.domain import Domain  # noqa: E402
from pivot_lsp.cases.signature import describe  # noqa: E402
from pivot_lsp.model.target import parse_target  # noqa: E402
from pivot_lsp.parity.again import judge_again  # noqa: E402
from pivot_lsp.parity.campaign import Budget, Campaign, Corpus, Judged, Tally  # noqa: E402
from pivot_lsp.parity.floats import STRICT  # noqa: E402
from pivot_lsp.parity.implementation import of_target, of_vessel  # noqa: E402
from pivot_lsp.parity.page import call_text  # noqa: E402
from pivot_lsp.parity.shrink import shrunk_failures  # noqa: E402
from scripts.no_false_alarm import references  # noqa: E402
from scripts.wrong_ports import commit, quiet  # noqa: E402
from tests.wrong_ports.kit import Wrong, right_functions, write_legacy, write_wrong, wrong_functions  # noqa: E402
from tests.wrong_ports.office_slips import CALLABLES  # noqa: E402

BUDGET = Budget(vessel=1.0)
"""One that hangs is failed whatever it is waited for."""
PAGE = ROOT / "docs" / "evidence" / "wrong-refactorings.md"


def judged(several: list[Wrong], root: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A row of the log for each rewriting of one function."""
    target = parse_target(several[0].legacy, root)
    request = ValidateRequest(several[0].legacy, several[0].legacy, root, count=options.count, seed=options.seed)
    cases = list(cases_of(request, quiet))
    legacy, signature = of_target(target), describe(target)
    known: list[Judged] | None = None
    for wrong in several:
        began = time.monotonic()
        vessel = write_wrong(root, wrong)
        with Campaign(legacy, of_vessel(vessel, legacy, root), STRICT, signature, BUDGET, options.seed) as campaign:
            if known is None:
                known = references(campaign, cases)
            campaign.tally = Tally(Domain(signature), corpus=Corpus(seed=options.seed))
            campaign.judge(known)
            if not campaign.tally.failed:
                more = vessel_cases(replace(request, vessel=vessel), cases[:400])
                campaign.run(more, quiet, len(more))
            if not campaign.tally.failed:
                judge_again(campaign, options.seed, quiet)
            tally = campaign.tally
            tally.mismatches = tally.mismatches[:1]
            first = shrunk_failures(campaign, quiet)[:1]
        yield {
            "module": wrong.module,
            "function": wrong.function,
            "slip": wrong.what,
            "right": wrong.right,
            "level": "failed" if tally.failed or tally.stopped else "tested",
            "calls": tally.judged,
            "failed": tally.failed,
            "class": first[0].kind if first else "",
            "minimal": call_text(wrong.function, first[0].args, first[0].kwargs)[:120] if first else "",
            "why": first[0].message[:160] if first else "",
            "seconds": round(time.monotonic() - began, 1),
        }


def main() -> int:
    """Judges what the log does not hold yet, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--count", type=int, default=ValidateRequest("", "", ROOT).count)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modules", default=",".join(CALLABLES))
    parser.add_argument("--functions", default="")
    parser.add_argument("--log", type=Path, default=ROOT / ".pivot-demo" / "wrong-refactorings.jsonl")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in options.log.read_text().splitlines()] if options.log.is_file() else []
    done = {(row["module"], row["function"], row["slip"]) for row in rows}
    wanted: dict[tuple[str, str], list[Wrong]] = {}
    for each in [*wrong_functions(), *right_functions()]:
        chosen = each.module in options.modules.split(",")
        chosen = chosen and (not options.functions or each.function in options.functions.split(","))
        if chosen and (each.module, each.function, each.what) not in done:
            wanted.setdefault((each.module, each.function), []).append(each)
    until, here = time.monotonic() + 60 * options.minutes, commit()
    with tempfile.TemporaryDirectory(prefix="kit-") as folder, options.log.open("a", encoding="utf-8") as log:
        root = Path(folder)
        write_legacy(root)
        for several in wanted.values():
            if time.monotonic() > until:
                break
            shutil.rmtree(root / ".pivot" / "cases", ignore_errors=True)
            for row in judged(several, root, options):
                rows.append({**row, "commit": here})
                log.write(json.dumps(rows[-1]) + "\n")
                log.flush()
                if row["level"] == "tested" or row["right"]:
                    print(row["function"], row["slip"], row["level"], row["minimal"], row["why"], flush=True)
            print(several[0].function, Counter(r["level"] for r in rows if not r["right"]), flush=True)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(_page(rows, options), encoding="utf-8")
    return int(any(row["right"] and row["level"] == "failed" for row in rows))


def _page(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    commits = ", ".join(f"{name} ({count})" for name, count in Counter(row["commit"] for row in rows).most_common())
    lines = [
        "# Wrong refactorings, judged",
        "",
        f"Made by `make wrong-refactorings` ({options.count} generated cases for each function, none recorded, seed "
        f"{options.seed}), CPython {platform.python_version()} on {platform.system()} {platform.machine()}. Each wrong "
        "one is the function with one slip, as an importable callable; the right ones are written otherwise and do the "
        f"same. Judged at commit {commits}.",
        "",
        "| module | functions | wrong | failed with a minimal case | tested | right | of them failed |",
        "|---|---|---|---|---|---|---|",
    ]
    for module in dict.fromkeys(row["module"] for row in rows):
        own = [row for row in rows if row["module"] == module]
        wrong, right = [row for row in own if not row["right"]], [row for row in own if row["right"]]
        failed = sum(row["level"] == "failed" and bool(row["minimal"]) for row in wrong)
        lines.append(
            f"| {module} | {len({row['function'] for row in own})} | {len(wrong)} | {failed} "
            f"| {sum(row['level'] == 'tested' for row in wrong)} | {len(right)} "
            f"| {sum(row['level'] == 'failed' for row in right)} |"
        )
    left = [row for row in rows if (row["level"] == "tested") != row["right"]]
    if left:
        lines += ["", "Not failed, or failed and right:", ""]
        lines += [f"- {row['function']}, {row['slip']}" for row in left]
    lines += ["", "| function | slip | class | minimal case |", "|---|---|---|---|"]
    for row in rows:
        if row["level"] == "failed":
            shown = row["minimal"].replace("|", "\\|").replace("\n", "\\n")
            lines.append(f"| {row['function']} | {row['slip']} | {row['class']} | `{shown}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
