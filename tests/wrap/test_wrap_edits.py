"""Wrapping as edits of a text: what it looks like, what it refuses, and that unwrapping gives back the very text."""

import ast

import pytest

from pivot_lsp.model.errors import PivotError, Refused, UsageError
from pivot_lsp.source.edits.text import apply, split_lines
from pivot_lsp.source.edits.wrap import flag_of, is_wrapped, plan_unwrap, plan_wrap, public_functions
from pivot_lsp.source.wrapped import see_through

PLAIN = '''"""Totals."""

import math
from os import (
    path,
)


def total(rows, floor=0):
    """The sum."""
    return sum(r for r in rows if r > floor)  # as is


def other():
    return total([])
'''

PLAIN_WRAPPED = '''"""Totals."""

import math
from os import (
    path,
)
from pivot_lsp.runtime import vessel as _pivot_vessel


def _legacy_total(rows, floor=0):
    """The sum."""
    return sum(r for r in rows if r > floor)  # as is


total = _pivot_vessel(_legacy_total, flag="use_total", vessel="m.total/rust")


def other():
    return total([])
'''

DECORATED = """import functools


class Shop:
    @staticmethod
    # why it is cached
    @functools.lru_cache(
        maxsize=None,  # all
    )
    def price(quantity):
        return quantity * 2
        # the end

    # about tax
    tax = 1
"""

DECORATED_WRAPPED = """import functools
from pivot_lsp.runtime import vessel as _pivot_vessel


class Shop:
    # pivot: @staticmethod
    # why it is cached
    # pivot: @functools.lru_cache(
    # pivot:     maxsize=None,  # all
    # pivot: )
    def _legacy_price(quantity):
        return quantity * 2
        # the end

    price = staticmethod(functools.lru_cache(
        maxsize=None,  # all
    )(_pivot_vessel(_legacy_price, flag="use_price", vessel="m.price/rust")))

    # about tax
    tax = 1
"""


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [(PLAIN, "total", PLAIN_WRAPPED), (DECORATED, "Shop.price", DECORATED_WRAPPED)],
    ids=["plain", "decorated"],
)
def test_how_it_looks(source, name, expected):
    short = name.rpartition(".")[2]
    plan = plan_wrap(source, name, f"use_{short}", f"m.{short}/rust")
    assert plan.after == expected
    assert apply(source, plan.edits) == expected
    assert plan_unwrap(expected, name).after == source


SHAPES = {
    "nothing before": "def f():\n    return 1\n",
    "no newline at the end": "def f(): return 1",
    "only a docstring before": '"""Doc."""\ndef f():\n    return 1\n',
    "docstring and blank": '"""Doc."""\n\n\ndef f():\n    return 1\n',
    "a comment before": "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n\n# about f\ndef f():\n    return 1\n",
    "future": "from __future__ import annotations\ndef f(): return 1\n",
    "imports on one line": "import os; import sys; x = 1\ndef f():\n    return 1\n",
    "decorated first": "@id\ndef f():\n    return 1\n",
    "tabs": "class A:\n\tdef f(self):\n\t\treturn 1\n\n\tx = 1\n",
    "under if": "import sys\nif sys:\n    def f():\n        return 1\nelse:\n    pass\n",
    "in try": "try:\n    def f():\n        return 1\nexcept E:\n    pass\n",
    "nested class": "class A:\n    class B:\n        def f(self): return 1\n    x = 1\n",
    "comment at the end of the block": "def f():\n    return 1\n    # end\n\n    # really\n\n# not of f\nx = 1\n",
    "comment at another depth": "def f():\n    return 1\n# not of f\n    # odd\nx = 1\n",
    "many blank lines": "x = 1\n\n\n\n\n\ndef f():\n    return 1\n\n\n\n\n\n\ny = 2\n",
    "blank lines with blanks": "def f():\n    return 1\n   \n\t\nx = 1\n",
    "name on the next line": "def \\\n  f \\\n (a):\n    return 1\n",
    "non-ASCII on the line": "def f(ä='ß'): return 'é\U0001f600'\n",
    "non-ASCII name": "def größe(): return 1\n",
    "name written in another normal form": "def ﬁ(): return 1\n",
    "lambda decorator": "@(lambda g: g)\n@(yes or no)\ndef f(): return 1\n",
    "decorator that is an await-free expression": "@d[0]\n@a.b.c\n@d(1)(2)\n@lambda g: g\ndef f(): return 1\n",
    "decorator with less indent inside": "class A:\n    @d(\n1,\n\n  2)\n    def f(self): return 1\n",
    "decorator with a multi-line text": 'class A:\n    @d("""\nx\n  # y\n""")\n    def f(self): return 1\n',
    "type comment and ellipsis": "def f(a  # type: int\n      ):\n    ...\n",
    "multi-line text in the body": 'def f():\n    return """\nx\n"""\nx = 1\n',
    "form feed": "x = 1\n\f\ndef f():\n    return 1\n\f\ny = 2\n",
    "line separators that are none": "def f(): return '\u2028\x0b\x1c'\n",
    "backslash at the end": "def f():\n    return 1 \\\n\n\nx = 1\n",
    "semicolons": "def f(): a = 1; return a;\n",
    "async": "async def f():\n    return 1\n",
    "double underscores": "class A:\n    def __f(self): return 1\n    def g(self): return self.__f()\n",
    "type parameters are left alone": "def f(a: 'list[int]') -> 'dict[str, int]':\n    return {}\n",
}
NAMES = {
    "tabs": "A.f",
    "nested class": "A.B.f",
    "non-ASCII name": "größe",
    "name written in another normal form": "fi",
    "decorator with less indent inside": "A.f",
    "decorator with a multi-line text": "A.f",
    "double underscores": "A.__f",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize("shape", SHAPES)
def test_unwrapping_gives_back_the_very_text(shape, bom, ending):
    source = bom + SHAPES[shape].replace("\n", ending)
    name = NAMES.get(shape, "f")
    plan = plan_wrap(source, name, "flag", "v")
    assert plan.after != source
    assert is_wrapped(plan.after, name)
    assert plan_unwrap(plan.after, name).after == source
    if ending != "\n" and ending in source:
        assert plan.after.replace(ending, "").count("\n") == 0, "line endings stay as they are"
    assert plan.after.startswith(bom)


def test_several_functions_share_the_import_and_come_apart_in_any_order():
    source = "import a\n\n\ndef f(): return 1\n\n\ndef g(): return 2\n\n\nclass C:\n    def h(self): return 3\n"
    names = ["f", "g", "C.h"]
    wrapped = source
    for name in names:
        wrapped = plan_wrap(wrapped, name, name, "v").after
    assert wrapped.count("import vessel as _pivot_vessel") == 1
    for order in (names, names[::-1], ["g", "f", "C.h"]):
        text = wrapped
        for name in order:
            text = plan_unwrap(text, name).after
        assert text == source


def test_edits_are_minimal_and_in_order():
    plan = plan_wrap(PLAIN, "total", "f", "v")
    assert [(edit.start_line, edit.start_column) for edit in plan.edits] == [(5, 1), (8, 4), (10, 53)]
    assert all((e.start_line, e.start_column) == (e.end_line, e.end_column) for e in plan.edits), "insertions only"


def test_columns_count_code_points():
    source = "x = '\U0001f600é'; y = 1\nclass A: pass\ndef f(): return '\U0001f600'\n"
    plan = plan_wrap(source, "f", "flag", "v")
    last = plan.edits[-1]
    assert (last.start_line, last.start_column) == (2, len("def f(): return '\U0001f600'"))


def test_other_peoples_text_may_stand_between():
    """A formatter or a person may have moved things; unwrapping needs the assignment and the renamed function only."""
    wrapped = plan_wrap(DECORATED, "Shop.price", "use", "v").after
    moved = wrapped.replace("    price = staticmethod", "    y = 2\n    price = staticmethod").replace(
        "import functools\n", "import functools\nimport sys\n"
    )
    back = plan_unwrap(moved, "Shop.price").after
    assert "pivot" not in back
    assert "    y = 2\n" in back
    assert ast.dump(ast.parse(back)) == ast.dump(
        ast.parse(
            DECORATED.replace("import functools\n", "import functools\nimport sys\n").replace(
                "    # about tax", "    y = 2\n    # about tax"
            )
        )
    )


def code_of(source, name="f"):
    with pytest.raises(PivotError) as caught:
        plan_wrap(source, name, "flag", "v", "m.py")
    assert str(caught.value).startswith("m.py:")
    return type(caught.value), caught.value.code


@pytest.mark.parametrize(
    ("source", "kind", "code"),
    [
        ("def g(): pass\n", UsageError, "PV701"),
        ("f = lambda: 1\n", UsageError, "PV701"),
        ("def g():\n    def f(): pass\n", UsageError, "PV701"),
        (PLAIN_WRAPPED.replace("total", "f"), UsageError, "PV702"),
        ("def f(): pass\ndef f(): pass\n", UsageError, "PV704"),
        ("if x:\n    def f(): pass\nelse:\n    def f(): pass\n", UsageError, "PV704"),
        ("def f(): pass\nf = cached(f)\n", Refused, "PV704"),
        ("def f(): pass\nif x:\n    from fast import f\n", Refused, "PV704"),
        ("def f(): pass\ndef _legacy_f(): pass\n", Refused, "PV704"),
        ("from m import _legacy_f\ndef f(): pass\n", Refused, "PV704"),
        ("_pivot_vessel = 1\ndef f(): pass\n", Refused, "PV704"),
        ("def f():\n    yield 1\n", Refused, "PV705"),
        ("async def f():\n    yield 1\n", Refused, "PV705"),
        ("def f(:\n", UsageError, "PV707"),
        ("def f():\n    return 1\n  x\n", UsageError, "PV707"),
        ("x = '\0'\n", UsageError, "PV707"),
    ],
)
def test_what_is_refused(source, kind, code):
    assert code_of(source) == (kind, code)


def test_a_generator_inside_is_no_generator():
    plan = plan_wrap("def f():\n    def g():\n        yield 1\n    return list(g())\n", "f", "flag", "v")
    assert "_legacy_f" in plan.after


def test_unwrapping_what_is_not_wrapped():
    with pytest.raises(UsageError) as caught:
        plan_unwrap(PLAIN, "total")
    assert caught.value.code == "PV703"


@pytest.mark.parametrize(
    ("source", "name"), [(PLAIN, "total"), (DECORATED, "Shop.price"), *((SHAPES[s], NAMES.get(s, "f")) for s in SHAPES)]
)
def test_readers_see_through_to_the_source_as_it_was(source, name):
    wrapped = ast.parse(plan_wrap(source, name, "flag", "v").after)
    assert ast.dump(see_through(wrapped)) == ast.dump(ast.parse(source))


def test_a_source_that_is_not_wrapped_is_seen_as_it_is():
    source = "def _legacy_f(): pass\nf = _pivot_vessel(_legacy_f)\n"
    assert ast.dump(see_through(ast.parse(source))) == ast.dump(ast.parse(source))


def test_recursion_is_noted():
    assert plan_wrap("def f(n): return f(n - 1)\n", "f", "x", "v").notes
    assert plan_wrap("class A:\n    def f(self): return self.f()\n", "A.f", "x", "v").notes
    assert not plan_wrap(PLAIN, "total", "x", "v").notes


def test_what_a_wrapped_source_tells():
    assert flag_of(PLAIN_WRAPPED, "total") == "use_total"
    assert flag_of(PLAIN_WRAPPED, "other") is None
    assert public_functions(PLAIN_WRAPPED) == public_functions(PLAIN) == ["total", "other"]


@pytest.mark.parametrize("name", ["vessel/é", "a\U0001f600b", 'qu"ote', "back\\slash"])
def test_any_folder_is_written_as_an_ascii_literal(name):
    after = plan_wrap("def f(): pass\n", "f", "flag", name).after
    assert after.isascii()
    assignment = ast.parse(after).body[-1]
    assert isinstance(assignment, ast.Assign)
    assert isinstance(assignment.value, ast.Call)
    assert ast.literal_eval(assignment.value.keywords[1].value) == name


def test_lines_are_those_of_cpython():
    text = "a\r\nb\rc\n\x0cd\u2028e\x0bf"
    assert "".join(split_lines(text)) == text
    assert len(split_lines(text)) == 4
