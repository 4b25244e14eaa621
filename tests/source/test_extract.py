"""A loop that became a function means what it meant; what would not is refused with the reason."""

import ast
from collections.abc import Iterator

import pytest

from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.source.edits.extract import Extraction, Extractor
from tests.source.loops import Writer, seen

PROGRAMS = 24


def extractions(text: str, name: str = "f") -> Iterator[tuple[Extractor, Extraction]]:
    """Every way in which a loop of the function can be extracted."""
    extractor = Extractor(text, name)
    for loop in extractor.loops():
        for outside in [False, True] if isinstance(loop, ast.For) else [False]:
            try:
                yield extractor, extractor.extraction(loop, walked_outside=outside)
            except Refused:
                continue


def first(text: str, name: str = "f", *, outside: bool = False) -> str:
    """The text with the function's first loop extracted."""
    extractor = Extractor(text, name)
    (loop, *_) = sorted(extractor.loops(), key=lambda one: one.lineno)
    return extractor.plan(extractor.extraction(loop, walked_outside=outside), {}, None).after


def test_random_functions_mean_the_same_before_and_after() -> None:
    tried = 0
    for seed in range(PROGRAMS):
        text = Writer(seed).whole()
        before = list(seen(text))
        for extractor, wanted in extractions(text):
            after = extractor.plan(wanted, {}, None).after
            assert list(seen(after)) == before, f"seed {seed}, line {wanted.loop.lineno}\n{after}"
            tried += 1
    assert tried > PROGRAMS, "the programs have loops that can be extracted"


def refusal(body: str, head: str = "def f(xs, n):", name: str = "f") -> str:
    """Why the first loop of a function with this body is not extracted."""
    text = head + "\n" + "".join(f"    {line}\n" for line in body.splitlines())
    with pytest.raises(Refused) as caught:
        first(text, name)
    assert caught.value.code == "PV712"
    return caught.value.message


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("for x in xs:\n    return x", "returns from the function"),
        ("for x in xs:\n    yield x", "yields"),
        ("for x in xs:\n    global g\n    g = x", "names of other scopes"),
        ("global g\nfor x in xs:\n    g = x", "binds g, which is the module's"),
        ("for x in xs:\n    import math", "defines or imports"),
        ("for x in xs:\n    def g(): pass", "defines or imports"),
        ("for x in xs:\n    total = x\nreturn total", "total may be unbound"),
        ("for x in xs:\n    pass\nreturn x", "x may be unbound"),
        ("if n:\n    total = 0\nfor x in xs:\n    total += x", "total may be unbound"),
        ("total = 0\nfor x in xs:\n    total += x\n    del total", "total is deleted in the loop"),
        ("total = 0\ntry:\n    for x in xs:\n        total += x\nfinally:\n    print(total)", "where an exception"),
        ("total = 0\nwith lock:\n    for x in xs:\n        total += x\nreturn total", "where an exception"),
        ("total = 0\ndef g(): return total\nfor x in xs:\n    total += g()", "shared with a nested function"),
        ("k = (v + n for v in xs)\nfor x in xs:\n    n = next(k)\nreturn n", "shared with a nested function or gen"),
        ("k = 1\nfor x in xs:\n    n.append([lambda: k for _ in x])\nk = 2", "k is shared with a nested function"),
        ("k = 1\ndef g():\n    nonlocal k\n    k += 1\nfor x in xs:\n    n.append(lambda: k)", "k is shared with"),
        ("total = 0\nwith n.open() as xs:\n    for x in xs:\n        total += x\nreturn total", "where an exception"),
        ("for x in xs:\n    n.append(lambda: x)", "x is shared with a nested function"),
        ("for x in xs:\n    print(locals())", "locals sees the variables"),
        ("a = a_loop = 1\nprint(lambda: x)\nfor x in xs:\n    pass", "x is shared"),
        ("if n < 0:\n    print(x)\nfor x in xs:\n    pass", "x is bound in the loop alone, and named outside"),
        ("try:\n    print(1)\nexcept ValueError as e:\n    n = 1\nfor x in xs:\n    n = e", "e may be unbound"),
        ("for x in xs:\n    super().f(x)", "super belongs to the class"),
    ],
)  # fmt: skip
def test_what_keeps_a_loop_where_it_is_is_told(body: str, reason: str) -> None:
    assert reason in refusal(body)


def test_a_loop_that_leaves_another_stays() -> None:
    extractor = Extractor(
        "def f(xs):\n    for x in xs:\n        for y in x:\n            pass\n        else:\n            break\n", "f"
    )
    inner = max(extractor.loops(), key=lambda loop: loop.lineno)
    with pytest.raises(Refused, match="leaves another one"):
        extractor.extraction(inner)


def test_private_names_of_a_class_and_compiled_functions_stay() -> None:
    text = "class C:\n    def f(self, xs):\n        for x in xs:\n            self.__n = x\n"
    with pytest.raises(Refused, match="__n is private"):
        first(text, "C.f")
    with pytest.raises(Refused, match="may read its code"):
        first("@numba.njit(cache=True)\ndef f(xs):\n    for x in xs:\n        pass\n")
    with pytest.raises(Refused, match="awaits"):
        first("async def f(xs):\n    async for y in xs:\n        pass\n    for x in xs:\n        await x\n")


def test_behind_a_flag_or_twice_it_is_not_touched() -> None:
    loop = "    for x in xs:\n        pass\n"
    with pytest.raises(UsageError, match="defined more than once"):
        first(f"def f(xs):\n{loop}\ndef f(xs):\n{loop}")


def test_comments_strings_and_layout_are_moved_as_they_are() -> None:
    text = (
        "\ufeff# -*- coding: utf-8 -*-\r\nimport os\r\n\r\n\r\n# of the class\r\nclass Shop:\r\n"
        "\tdef _f(self, xs, n):\r\n\t\ttotal = 0\r\n\t\t# before it\r\n\t\tfor x in (  # why\r\n  xs\r\n\t\t):\r\n"
        "\t\t\ttotal += len('''a\r\n  b''') + \\\r\n\tn  # é𝒕\r\n\r\n"
        "\t\t\t# at the end of it\r\n\r\n\t\treturn total\r\n"
    )
    after = first(text, "Shop._f")
    assert after == (
        "\ufeff# -*- coding: utf-8 -*-\r\nimport os\r\n\r\n\r\n"
        'def _f_loop(xs, total, n):\r\n\t"""The loop of `Shop._f`."""\r\n'
        "\tfor x in (  # why\r\n  xs\r\n\t):\r\n\t\ttotal += len('''a\r\n  b''') + \\\r\n\tn  # é𝒕\r\n\r\n"
        "\t\t# at the end of it\r\n\treturn total\r\n\r\n\r\n"
        "# of the class\r\nclass Shop:\r\n\tdef _f(self, xs, n):\r\n\t\ttotal = 0\r\n\t\t# before it\r\n"
        "\t\ttotal = _f_loop(xs, total, n)\r\n\r\n\t\treturn total\r\n"
    )


def test_the_name_is_free_and_what_is_walked_may_be_left_to_the_caller() -> None:
    text = "_f_loop = items = 1\ndef f(xs):\n    for x in *xs, 1:\n        print(x)\n"
    after = first(text, outside=True)
    assert "def _f_loop_2(items_2):" in after
    assert "    _f_loop_2((*xs, 1))\n" in after


def test_a_file_is_let_go_only_by_what_it_says_itself() -> None:
    """A context that is a file swallows nothing, so that what the loop made is not read after an exception."""
    head = "def f(path):\n    n = 0\n    with open(path) as file:\n"
    text = head + "        for line in file:\n            n += 1\n    return n\n"
    assert "        n = _f_loop(file, n)\n" in first(text)


def test_hot_lines_choose_the_loop() -> None:
    extractor = Extractor("def f(xs):\n    for x in xs:\n        pass\n    for y in xs:\n        pass\n", "f")
    assert [loop.lineno for loop in extractor.loops()] == [2, 4]
    assert [loop.lineno for loop in extractor.loops(frozenset({5}))] == [4, 2]
