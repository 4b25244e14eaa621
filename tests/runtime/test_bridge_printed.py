"""What a vessel prints: written once, when the call has ended, where print() would write it."""

import builtins
import contextlib
import io
import sys
from collections.abc import Callable
from unittest import mock

import pytest

from pivot_lsp.runtime import VesselFunction
from tests.runtime.vessels import function

RESULT, FALLBACK, RAISED = 0, 1, 2


@pytest.fixture
def say(load: Callable[..., VesselFunction]) -> VesselFunction:
    """Prints its first argument natively; legacy prints it in brackets."""

    def legacy(text: str, status: int) -> int:
        print(f"[{text}]")
        return -1

    return load(function("say", ["s", "i"], "i", "two", "text status"), legacy)


def printed(say: VesselFunction, text: str, status: int = RESULT) -> tuple[str, int]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        answer = say(text, status)
    return out.getvalue(), answer


@pytest.mark.parametrize("text", ["one\n", "Größe 日本\n", "a\0b", "x" * 100_000])
def test_a_text_is_written_as_it_is(say: VesselFunction, text: str) -> None:
    assert printed(say, text) == (text, len(text.encode()))
    assert say.calls.native == 1


def test_what_legacy_answers_legacy_prints_alone(say: VesselFunction) -> None:
    assert printed(say, "lost", FALLBACK) == ("[lost]\n", -1)


def test_before_an_exception_the_text_is_written(say: VesselFunction) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(ValueError, match=r"^$"):
        say("first\n", RAISED)
    assert out.getvalue() == "first\n"


def test_a_print_of_another_is_legacy_s_to_call(say: VesselFunction) -> None:
    with mock.patch.object(builtins, "print") as other:
        assert say("seen", RESULT) == -1
    other.assert_called_once_with("[seen]")


def test_without_standard_output_nothing_is_written(say: VesselFunction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert say("nobody reads this", RESULT) == 17


def test_a_text_that_the_encoding_may_not_have_is_legacy_s(say: VesselFunction) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    with contextlib.redirect_stdout(out):
        assert say("plain", RESULT) == 5
        with pytest.raises(UnicodeEncodeError):
            say("größer", RESULT)
        out.flush()
    assert out.buffer.getvalue() == b"plain"


def test_what_standard_output_raises_is_the_call_s(say: VesselFunction) -> None:
    out = mock.Mock(encoding="utf-8")
    out.write.side_effect = BrokenPipeError(32, "gone")
    with contextlib.redirect_stdout(out), pytest.raises(BrokenPipeError):
        say("text", RESULT)
    out.write.assert_called_once_with("text")


def test_flushing_comes_after_the_text(say: VesselFunction) -> None:
    out = mock.Mock(encoding=None)
    with contextlib.redirect_stdout(out):
        say("größer", RESULT)
        say("", RESULT)
    assert out.mock_calls == [mock.call.write("größer"), mock.call.flush()]
