"""Rules of the house that a text can break: each has its reason in ARCHITECTURE.md or CONTRIBUTING.md."""

import ast
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from pivot_lsp.cli.main import VERBS
from pivot_lsp.model.errors import PivotError
from pivot_lsp.model.evidence import Level, ValidationReport
from pivot_lsp.model.hotspot import Analysis, Candidate, Hotspot
from pivot_lsp.model.port import LANGUAGES, PortReport, Reason
from pivot_lsp.parity import verdict
from pivot_lsp.parity.forgiving import ERROR

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST = 600
"""Lines that a file written by hand may have."""
GENERATED = ("pivot_lsp/port/native/go/rt/tuple_wid", "package-lock.json", "requirements.lock", "fixtures/")
"""What a tool writes, or what stands for a customer's files."""
TEXTS = (".py", ".rs", ".go", ".cpp", ".hpp", ".h", ".c", ".ts", ".js", ".lua", ".sh", ".md", ".toml", ".yml", ".yaml")
HOSTS = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|crates\.io|proxy\.golang\.org|static\.rust-lang\.org)\b"
)
PLACES = re.compile(r"(?<![\w.])/(root|work)/")


def tracked() -> list[str]:
    """The files of the repository, relative to it."""
    words = ["git", "ls-files", "-co", "--exclude-standard"]
    done = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (REPOSITORY / name).is_file()]


FILES = tracked()


def text(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def test_no_file_is_too_long_to_be_read() -> None:
    written = [f for f in FILES if f.endswith(TEXTS) and not f.startswith(GENERATED) and not f.endswith(GENERATED)]
    assert {f: n for f in written if (n := text(f).count("\n")) > LONGEST} == {}


def test_every_module_opens_with_what_it_is_for() -> None:
    modules = [f for f in FILES if f.startswith(("pivot_lsp/", "scripts/", "benchmarks/")) and f.endswith(".py")]
    bare = [f for f in modules if text(f).strip() and ast.get_docstring(ast.parse(text(f))) is None]
    assert [f for f in bare if not f.startswith("benchmarks/kernels/python/")] == []


def test_nothing_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    """A build takes its packages from where the machine is told to, and files lie where the user put them."""
    here = [f for f in FILES if f.endswith(TEXTS) and f != "tests/docs/test_house.py"]
    assert [f for f in here if HOSTS.search(text(f)) or PLACES.search(text(f))] == []
    locked = [f for f in FILES if f.endswith(("requirements.lock", "package-lock.json"))]
    assert [f for f in locked if HOSTS.search(text(f))] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    """A missing tool fails the run; only the editors' tests say so by a skip, which CI turns into a failure."""
    words = re.compile(r"pytest\.(skip|xfail|importorskip)\(|mark\.(skip|skipif|xfail)\b")
    tests = [f for f in FILES if f.startswith("tests/") and f.endswith(".py") and f != "tests/docs/test_house.py"]
    assert [f for f in tests if words.search(text(f))] == ["tests/e2e/conftest.py"]


PAGES = [f for f in FILES if f.endswith(".md") and f.count("/") <= 1 and not f.startswith(("docs/changes", "tests/"))]


@pytest.mark.parametrize("page", PAGES)
def test_links_and_commands_of_a_page_are_there(page: str) -> None:
    folder = (REPOSITORY / page).parent
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)|(?:src|srcset)=\"([^\"]+)\"", text(page))
    files = [a or b for a, b in links if "://" not in (a or b)]
    assert [f for f in files if not (folder / f).exists()] == []
    targets = set(re.findall(r"^([a-z][\w-]*):", text("Makefile"), re.M))
    assert set(re.findall(r"(?:^    |`)make ([a-z][\w-]*)", text(page), re.M)) - targets == set()
    asked = set(re.findall(r"(?:^    |`)pivot ([a-z][\w-]*)", text(page), re.M))
    assert asked - VERBS.keys() == set()


def test_the_map_names_what_is_there() -> None:
    """A path in ARCHITECTURE.md is the end of a path in the repository: its paragraph says under which folder."""
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_*]+)*(?:/|\.(?:py|h|md|toml)))`", text("ARCHITECTURE.md")))
    every = "\n".join(f"/{f}" for f in FILES)
    spelled = {n: "/" + re.escape(n).replace(r"\*", "[^/\n]*") + ("" if n.endswith("/") else "$") for n in named}
    assert [n for n, pattern in sorted(spelled.items()) if not re.search(pattern, every, re.M)] == []


def test_the_map_has_every_package() -> None:
    packages = {p.name for p in (REPOSITORY / "pivot_lsp").iterdir() if (p / "__init__.py").is_file()}
    mapped = set(re.findall(r"^\| `([a-z]+)/`", text("ARCHITECTURE.md"), re.M))
    assert packages - mapped == set()


def test_a_page_of_evidence_says_how_it_was_made() -> None:
    """By the command in the page, or by the target of the Makefile that writes it."""
    pages = [f for f in FILES if f.startswith("docs/evidence/") and f.endswith(".md")]
    commands = re.compile(r"`(make [a-z]|python -m |scripts/|benchmarks/)")
    assert [f for f in pages if f not in text("Makefile") and not commands.search(text(f))] == []


def test_the_page_of_the_command_line_says_what_the_code_says() -> None:
    page = text("docs/commands.md")
    codes = {int(n) for n in re.findall(r"^\| (\d) \|", page, re.M)}
    assert codes == {0, *(e.exit_code for e in (PivotError, *PivotError.__subclasses__()))}
    models = {"analyze": (Analysis, Hotspot, Candidate), "port": (PortReport, Reason), "validate": (ValidationReport,)}
    words = {*LANGUAGES, *get_args(Level), *get_args(PortReport.model_fields["status"].annotation)}
    for verb, said in re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.M):
        fields = {name for model in models[verb] for name in model.model_fields}
        told = set(re.findall(r"`([a-z_]+)(?:\[\])?`", said))
        assert told - fields - words == set(), verb


def test_the_page_of_the_levels_has_the_limits_of_the_verdict() -> None:
    page = text("docs/certificates.md")
    assert f"native answers to at least {100 * verdict.NATIVE_NEEDED:g}%" in page
    assert f"a judgement on at least {100 * verdict.JUDGED_NEEDED:g}%" in page
    assert f"at least {verdict.CALLS_NEEDED} judged calls" in page
    assert f"at least {verdict.DRAWS_NEEDED} recorded ones" in page
    assert f"calls that reach at least {100 * verdict.COVERED_NEEDED:g}% of legacy's lines" in page
    assert f"an error of {100 * ERROR:g}% in more than {100 * verdict.FORGIVEN_AT_MOST:g}% of the" in page
    assert f"at least {verdict.ADEQUACY_NEEDED:g}%, out of at least {verdict.TOLD_APART_NEEDED} bad ports" in page
