"""Retiring legacy: the head stays, the vessel answers, and what nobody uses any more goes."""

import ast

import pytest

from pivot_lsp.model.errors import UsageError
from pivot_lsp.source.edits.retire import names_used, plan_retire
from pivot_lsp.source.edits.wrap import plan_wrap
from tests.wrap.corpus import FILES, read
from tests.wrap.test_wrap_corpus import chosen, plan_or_none

SOURCE = '''"""Prices."""

from __future__ import annotations

import math
from functools import (
    cache,
    lru_cache,  # kept
    reduce,
)
from operator import mul, add

# How many.
LIMIT = 10
OFFERED = 20
MADE = reduce(add, [])


def _half(value):
    """Used by one only."""
    return math.floor(value / 2) + _third(value)


# Of a third.
def _third(value):
    return mul(value, LIMIT)


def _shared(value):
    return value


@cache
def one(value: int) -> int:
    """One."""
    # the old way
    return _half(value) + _shared(value) + OFFERED


@lru_cache
def other(value):
    return _shared(value)
'''
AFTER = '''"""Prices."""

from __future__ import annotations

from functools import (
    cache,
    lru_cache,  # kept
    reduce,
)
from operator import add
from pivot_lsp.runtime import native as _pivot_native
OFFERED = 20
MADE = reduce(add, [])


def _shared(value):
    return value


@cache
@_pivot_native(vessel="v/rust")
def one(value: int) -> int:
    """One."""
    raise NotImplementedError("one is native, and its vessel did not take this call")


@lru_cache
def other(value):
    return _shared(value)
'''


def retired(source, name, elsewhere=()):
    wrapped = plan_wrap(source, name, "f", "v/rust").after
    return plan_retire(wrapped, name, set(elsewhere)).after


def test_legacy_and_what_only_it_used_are_gone():
    found = retired(SOURCE, "one", {"OFFERED"})
    assert [line for line in found.splitlines() if line] == [line for line in AFTER.splitlines() if line]
    assert "old way" not in found
    assert "# How many." not in found


@pytest.mark.parametrize(
    "text",
    ["from prices import _half", "import prices\nprices._half(1)", "getattr(prices, '_half')", "__all__ = ['_half']"],
)
def test_what_another_file_may_mean_stays(text):
    assert "def _half" in retired(SOURCE, "one", names_used(text))


def test_a_name_in_all_or_in_another_function_stays():
    assert "def _half" in retired(SOURCE + '\n__all__ = ["one", "_half"]\n', "one")
    assert "def _half" in retired(SOURCE + "\n\ndef third():\n    return _half(1)\n", "one")


@pytest.mark.parametrize(
    "source",
    [
        "def one(a): return helper(a)\n\n\ndef helper(a): return a\n",
        'def one(a):\n    """Doc."""\n',
        'def one(a): "Doc."\n',
        "class C:\n\tdef one(self, a=(1,\n\t\t2)):\n\t\treturn a\n",
        "def one(\n    a,\n): return a",
        "async def one(a):\n    return a\n",
        "def one(a):\n    @wraps\n    def inner(): pass\n    return inner\n",
        "x = 1; y = 2\ndef one(a):\n    return x + y\n",
        "\ufeffdef one(a):\r\n    return a\r\n",
    ],
)
def test_any_shape_of_function(source):
    name = "C.one" if source.startswith("class") else "one"
    found = retired(source, name)
    tree = ast.parse(found.removeprefix("\ufeff"))
    (function,) = [
        n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name == "one"
    ]
    assert isinstance(function.body[-1], ast.Raise)
    assert len(function.body) <= 2
    assert ast.unparse(function.decorator_list[-1]) == "_pivot_native(vessel='v/rust')"
    assert "_legacy_" not in found
    assert "_pivot_vessel" not in found
    assert ("\r\n" in source) == ("\r\n" in found)


def test_what_is_not_wrapped_is_refused():
    with pytest.raises(UsageError, match="is not wrapped"):
        plan_retire(SOURCE, "one", set())


def test_retiring_one_of_two_leaves_the_other_wrapped():
    both = plan_wrap(plan_wrap(SOURCE, "one", "f", "v").after, "other", "g", "w").after
    found = plan_retire(both, "one", set()).after
    assert 'other = lru_cache(_pivot_vessel(_legacy_other, flag="g", vessel="w"))' in found
    assert found.count("import vessel as _pivot_vessel") == 1


@pytest.mark.parametrize("file", FILES[:8])
def test_functions_of_the_standard_library(file):
    """The result is Python whose other functions are what they were, save those that went."""
    source = read(file)
    before = {n.name: ast.dump(n) for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)}
    for name in chosen(source)[:4]:
        plan = plan_or_none(source, name, file)
        if plan is None:
            continue
        after = plan_retire(plan.after, name, set(), file).after
        for node in ast.parse(after).body:
            if isinstance(node, ast.FunctionDef) and node.name != name:
                assert ast.dump(node) == before[node.name]
