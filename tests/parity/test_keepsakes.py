"""Ports that are right in every plain value: what shows only to who holds on to things, asks by name, brings a lot."""

import pytest

from pivot_lsp.app.validate import ValidateRequest, validate
from tests.parity.conftest import Project, silent

CLASSES = """
from dataclasses import dataclass, field

@dataclass
class Basket:
    owner: str
    items: list[int] = field(default_factory=list)

class Short(Exception):
    def __init__(self, name: str, missing: int) -> None:
        super().__init__(name, missing)
        self.name = name
        self.missing = missing
"""

PORTS: dict[str, tuple[str, str, str]] = {
    "an inner list is put in place of the one that was there": (
        "def f(basket: Basket, item: int) -> None:\n    basket.items.append(item)\n",
        "def f(basket, item):\n    basket.items = [*basket.items, item]\n",
        "holds an object inside the arguments",
    ),
    "the exception's attribute is another": (
        "def f(there: int, wanted: int) -> int:\n    if wanted > there:\n        raise Short('x', wanted - there)\n"
        "    return there - wanted\n",
        "def f(there, wanted):\n    if wanted > there:\n        error = Short('x', wanted - there)\n"
        "        error.missing = wanted\n        raise error\n    return there - wanted\n",
        "other attributes",
    ),
    "a parameter has another name": (
        "def f(rows: list[int], limit: int) -> int:\n    return len(rows) + limit\n",
        "def f(items, limit):\n    return len(items) + limit\n",
        "raised TypeError",
    ),
    "a thousand are enough": (
        "def f(rows: list[int]) -> int:\n    return len(rows)\n",
        "def f(rows):\n    return len(rows[:1000])\n",
        "became 1000",
    ),
    "a long text is cut": (
        "def f(text: str) -> int:\n    return len(text)\n",
        "def f(text):\n    return min(len(text), 2048)\n",
        "became 2048",
    ),
    "one object that is there twice is two": (
        "def f(baskets: list[Basket]) -> int:\n    for basket in baskets:\n        basket.items.append(1)\n"
        "    return sum(len(basket.items) for basket in baskets)\n",
        "def f(baskets):\n    grown = [len(basket.items) + 1 for basket in baskets]\n    for basket in baskets:\n"
        "        basket.items.append(1)\n    return sum(grown)\n",
        "became",
    ),
    "the port has an edge of its own": (
        "def f(n: int) -> int:\n    return n * 2\n",
        "def f(n):\n    return n * 2 if n != 7919 else 0\n",
        "15838 became 0",
    ),
    "a result inside the result is kept": (
        "def f(n: int) -> tuple[int, list[int]]:\n    return n, []\n",
        "kept = []\n\n\ndef f(n):\n    return n, kept\n",
        "called again",
    ),
    "the order is that of hashes": (
        "def f(a: str, b: str) -> list[str]:\n    return list(dict.fromkeys([a, b]))\n",
        "def f(a, b):\n    return list(dict.fromkeys([a, b])) if SEED == '0' else sorted({a, b})\n",
        "order",
    ),
}


MANY = ("a thousand are enough", "a long text is cut")
"""Few calls are long: of these some more are made."""


@pytest.mark.parametrize("what", PORTS)
def test_it_is_failed(project: Project, what: str) -> None:
    legacy, port, said = PORTS[what]
    project.write("erp", f"{CLASSES}\n{legacy}")
    project.write("port", f"import os\nfrom erp import Basket, Short\nSEED = os.environ['PYTHONHASHSEED']\n{port}")
    request = ValidateRequest(
        legacy="erp.py::f",
        vessel="port:f",
        cwd=project.root,
        count=500 if what in MANY else 160,
        adequacy=False,
        exploring=0.0,
    )
    report = validate(request, silent)
    assert report.level == "failed"
    assert any(said in failure.message for failure in report.failures), [f.message for f in report.failures][:3]


@pytest.mark.parametrize("what", list(PORTS)[::3])
def test_legacy_is_never_failed_against_a_copy_of_itself(project: Project, what: str) -> None:
    legacy, _, _ = PORTS[what]
    project.write("erp", f"{CLASSES}\n{legacy}")
    project.write("port", f"from erp import Basket, Short\n{legacy}")
    request = ValidateRequest(
        legacy="erp.py::f", vessel="port:f", cwd=project.root, count=160, adequacy=False, exploring=0.0
    )
    report = validate(request, silent)
    assert (report.level, report.failed) == ("tested", 0)
    assert not any("memory" in said for said in report.missing)


KNOWN_AGAIN = {
    "a list": ("rows: list[int]", "sum(rows)"),
    "a dict": ("rows: dict[str, int]", "sum(rows.values())"),
    "a record": ("rows: Basket", "len(rows.items)"),
}


@pytest.mark.parametrize("what", KNOWN_AGAIN)
def test_a_port_that_knows_an_argument_again_by_its_identity_is_failed(project: Project, what: str) -> None:
    """The caller keeps one object for many calls; the port keeps a reference, so that no other object gets its id."""
    parameter, result = KNOWN_AGAIN[what]
    project.write("erp", f"{CLASSES}\ndef f({parameter}) -> int:\n    return {result}\n")
    project.write(
        "port",
        "kept = {}\n\n\ndef f(rows):\n    if id(rows) not in kept:\n"
        f"        kept[id(rows)] = rows, {result}\n    return kept[id(rows)][1]\n",
    )
    request = ValidateRequest("erp.py::f", "port:f", project.root, count=60, adequacy=False, exploring=0.0)
    report = validate(request, silent)
    assert report.level == "failed"
    assert "called again" in report.failures[0].message


def test_a_legacy_of_all_kinds_of_arguments_has_no_memory(project: Project) -> None:
    project.write(
        "erp",
        f"from collections import deque, defaultdict, Counter\n{CLASSES}\n"
        "def f(rows: list[int], names: set[str], told: dict[int, list[int]], line: deque[int], basket: Basket,\n"
        "      counts: defaultdict[str, int], all_of_them: Counter[str]) -> list[object]:\n"
        "    rows.append(len(names))\n    line.appendleft(1)\n    basket.items.append(2)\n    counts['x'] += 1\n"
        "    told.setdefault(1, []).append(3)\n"
        "    return [rows, sorted(names), line, basket, counts, all_of_them, list(told)]\n",
    )
    request = ValidateRequest("erp.py::f", "erp:f", project.root, count=60, adequacy=False, exploring=0.0)
    report = validate(request, silent)
    assert report.failed == 0
    assert not [each for each in report.missing if "without memory" in each]
