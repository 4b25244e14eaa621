"""Dependencies and users: by import in any spelling, through the functions that are called."""

from pathlib import Path

import pytest

from pivot_lsp.source.index import SourceFunction
from pivot_lsp.source.project import index_project
from pivot_lsp.source.reach import Reach

PROJECT = {
    "core/__init__.py": "from .sums import total as exported\n",
    "core/sums.py": "from core.rounding import cents\n\ndef total(xs):\n    return cents(sum(xs))\n",
    "core/rounding.py": "def cents(x):\n    return round(x, 2)\n",
    "core/records.py": (
        "class Sale:\n    def __init__(self):\n        from core import rounding as r\n        self.x = r.cents(1)\n"
        "    def gross(self):\n        return self.net()\n"
        "    def net(self):\n        from core.sums import total\n        return total([])\n"
    ),
    "core/constants.py": "RATE = 0.2\n",
    "core/circle.py": "from core.circle import missing\nfrom . import circle\n\ndef f():\n    return missing()\n",
    "reports.py": (
        "import core\nimport core.rounding\nimport json\nfrom core.records import Sale\nfrom core.constants import *\n"
        "def direct(x):\n    return core.rounding.cents(x)\n"
        "def exported(x):\n    return core.exported(x)\n"
        "def annotated(sale: Sale):\n    return sale.x\n"
        "def built():\n    return Sale()\n"
        "def starred():\n    return RATE\n"
        "def alone(core):\n    return core.rounding.cents(json.dumps(1))\n"
        "def nested():\n    def inner():\n        return direct(1)\n    return inner\n"
    ),
    "tools/script.py": "import helper\n\ndef run():\n    return helper.help()\n",
    "tools/helper.py": "def help():\n    return 1\n",
    "test_reports.py": "from core.rounding import cents\n",
}


@pytest.fixture
def reach(tmp_path: Path) -> Reach:
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Reach(index_project(tmp_path))


def function(reach: Reach, module: str, qualname: str) -> SourceFunction:
    return reach.project.modules[module].by_qualname[qualname][-1]


@pytest.mark.parametrize(
    ("module", "qualname", "modules"),
    [
        ("core.rounding", "cents", set()),
        ("core.sums", "total", {"core.rounding"}),
        ("reports", "direct", {"core.rounding"}),
        ("reports", "exported", {"core.sums", "core.rounding"}),
        ("reports", "annotated", {"core.records", "core.rounding"}),
        ("reports", "built", {"core.records", "core.rounding"}),
        ("reports", "starred", {"core.constants"}),
        ("reports", "alone", set()),
        ("reports", "nested", {"core.rounding"}),
        ("core.records", "Sale.gross", {"core.sums", "core.rounding"}),
        ("tools.script", "run", {"tools.helper"}),
        ("core.circle", "f", set()),
    ],
)
def test_dependencies(reach: Reach, module: str, qualname: str, modules: set[str]) -> None:
    assert reach.dependencies(function(reach, module, qualname)) == modules


def test_users_are_other_modules_that_name_it_and_no_tests(reach: Reach) -> None:
    assert reach.users(function(reach, "core.rounding", "cents")) == {"core.sums", "core.records", "reports"}
    assert reach.users(function(reach, "core.sums", "total")) == {"core", "core.records", "reports"}
    assert reach.users(function(reach, "tools.helper", "help")) == {"tools.script"}
    assert reach.users(function(reach, "reports", "direct")) == set()
