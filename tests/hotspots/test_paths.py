"""Paths of other machines: matched by vote, or said not to be."""

from pathlib import Path

import pytest

from pivot_lsp.hotspots.paths import Paths

FILES = (
    "main.py",
    "core/__init__.py",
    "core/sales.py",
    "core/stock.py",
    "api/__init__.py",
    "api/orders.py",
    "json/__init__.py",
    "json/tool.py",
)
ROOT = Path("/home/dev/erp")


@pytest.fixture
def paths() -> Paths:
    return Paths(ROOT, [ROOT / name for name in FILES], (ROOT, ROOT / "core"))


def resolved(paths: Paths, *names: str) -> list[str | None]:
    paths.learn(names)
    found = [paths.local(name) for name in names]
    return [None if path is None else str(path.relative_to(ROOT)) for path in found]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("/home/dev/erp/core/sales.py", "core/sales.py"),
        ("/home/dev/erp/api/../core/sales.py", "core/sales.py"),
        ("main.py", "main.py"),
        ("./core/sales.py", "core/sales.py"),
        ("sales.py", "core/sales.py"),
        ("<frozen importlib._bootstrap>", None),
        ("<string>", None),
        ("~", None),
        ("", None),
        ("/usr/lib/python3.11/json/tool.py", None),
        ("/usr/lib/python3.12/site-packages/other/sales.py", None),
        ("/home/dev/erp/core/gone.py", None),
    ],
)
def test_one_path_alone(paths: Paths, name: str, file: str | None) -> None:
    assert resolved(paths, name) == [file]


def test_a_container_is_mapped_by_vote_and_the_mapping_is_shown(paths: Paths) -> None:
    names = ("/app/core/sales.py", "/app/core/stock.py", "/app/api/orders.py", "/app/main.py")
    assert resolved(paths, *names) == ["core/sales.py", "core/stock.py", "api/orders.py", "main.py"]
    [mapping] = paths.mappings()
    assert (mapping.theirs, mapping.ours, mapping.votes) == ("/app", ".", 13)


def test_an_installed_copy_is_mapped_from_its_very_top(paths: Paths) -> None:
    installed = "/venv/lib/python3.12/site-packages"
    names = (f"{installed}/core/sales.py", f"{installed}/core/stock.py")
    assert resolved(paths, *names) == ["core/sales.py", "core/stock.py"]
    other = (f"{installed}/vendor/core/sales.py", f"{installed}/vendor/core/stock.py")
    assert resolved(paths, *other) == [None, None]


def test_windows_paths(paths: Paths) -> None:
    assert resolved(paths, r"C:\ci\erp\core\sales.py", r"C:\ci\erp\api\orders.py") == ["core/sales.py", "api/orders.py"]


def test_components_count_whole(paths: Paths) -> None:
    assert resolved(paths, "/application/xcore/sales.py") == [None]


def test_two_equal_choices_are_no_choice() -> None:
    root = Path("/r")
    paths = Paths(root, [root / "a/pkg/m.py", root / "b/pkg/m.py"], (root,))
    paths.learn(["/srv/pkg/m.py"])
    assert paths.local("/srv/pkg/m.py") is None
    assert paths.plausible("/srv/pkg/m.py")


@pytest.mark.parametrize(
    ("name", "plausible"),
    [
        ("/home/dev/erp/core/gone.py", True),
        ("/home/dev/erp/.venv/lib/x.py", False),
        ("/elsewhere/orders.py", True),
        ("/elsewhere/__init__.py", False),
        ("/elsewhere/unknown.py", False),
        ("/x/site-packages/orders.py", False),
        ("<string>", False),
    ],
)
def test_what_might_be_the_projects_is_not_called_outside(paths: Paths, name: str, plausible: bool) -> None:
    assert paths.plausible(name) is plausible


@pytest.mark.parametrize("theirs", ["C:\\ci\\proj", "C:/ci/proj", "C:\\ci\\proj\\"])
def test_a_prefix_of_windows_can_be_told(theirs: str) -> None:
    paths = Paths(ROOT, [ROOT / name for name in FILES], (ROOT,), ((theirs, "core"),))
    assert resolved(paths, "C:\\ci\\proj\\sales.py", "C:\\ci\\project\\sales.py") == ["core/sales.py", None]
