"""Recording inside programs of every build: main scripts, decorators, tables, workers, deaths; and what is redacted."""

import os
import signal
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.app.record import RecordReport, RecordSettings, record
from pivot_lsp.cases.files import read_cases, recorded_file
from pivot_lsp.cases.values import decode_call
from pivot_lsp.model.case import Case, CaseHeader
from pivot_lsp.model.target import parse_target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / f"{name.replace('_in_', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text))


def run(root: Path, targets: list[str], *words: str, **settings: Any) -> RecordReport:
    found = [parse_target(text, root) for text in targets]
    before = os.getcwd()
    os.chdir(root)
    try:
        return record(found, [sys.executable, *words], RecordSettings(**settings), to_stderr=True)
    finally:
        os.chdir(before)


def kept(root: Path, target: str) -> tuple[CaseHeader, list[Case]]:
    header, cases = read_cases(recorded_file(parse_target(target, root)))
    return header, list(cases)


def arguments(root: Path, target: str) -> list[Any]:
    """Plain arguments of the kept calls; they hold no class of the program."""
    return [decode_call(case.args, case.kwargs, lambda name: None)[0] for case in kept(root, target)[1]]


JOB = """
    import functools
    TABLE = {}

    def register(function):
        TABLE["job"] = function
        return function

    class Base:
        rate = 2

    class Till(Base):
        def __init__(self, rate: int) -> None:
            self.rate = rate

        @staticmethod
        def tax(amount: int) -> int:
            return amount * Till.rate

    @register
    def job(n: int, by: int = 3) -> int:
        return n * by

    if __name__ == "__main__":
        print(TABLE["job"](4), job(5, by=2), Till.tax(6))
"""


@pytest.mark.parametrize("words", [["job.py"], ["-m", "job"], ["-W", "error", "-m", "job"], ["./job.py"]])
def test_the_main_script_s_own_functions_are_recorded(root: Path, words: list[str]) -> None:
    write(root, job=JOB)
    report = run(root, ["job.py::job", "job.py::Till.tax"], *words)
    assert [function.distinct for function in report.functions] == [2, 1]
    assert arguments(root, "job.py::job") == [[4], [5]]
    assert kept(root, "job.py::job")[1][1].kwargs == {"by": 2}


def test_every_way_that_a_program_holds_a_function_leads_to_the_recorder(root: Path) -> None:
    write(
        root,
        pkg_in___init__="from pkg.core import price\n",
        pkg_in_core="""
            import functools
            from pkg import early

            def shout(function):
                def inner(*args):
                    return function(*args)
                return inner

            def price(n):
                return n + 1

            @functools.lru_cache
            def cached(n):
                return n * 2

            @shout
            def bare(n):
                return n * 3

            HANDLERS = {"price": price}
            half = functools.partial(price, 100)

            class Order:
                def __init__(self, n):
                    self.n = n

                @property
                def total(self):
                    return self.n

            class Child(Order):
                @staticmethod
                def made(n):
                    return Child(n).total + len(__class__.__name__)
        """,
        pkg_in_early="def late():\n    from pkg.core import price as name\n    return name(1)\n",
        run="""
            import inspect
            from pkg import core, price, early
            price(2), core.HANDLERS["price"](3), core.half(), early.late()
            core.cached(4), core.cached(4), core.cached.cache_info()
            core.bare(5)
            print(core.Child.made(6))
            assert str(inspect.signature(price)) == "(n)" and price.__name__ == "price"
            assert inspect.getsource(price).startswith("def price"), inspect.getsource(price)
        """,
    )
    names = ["price", "cached", "bare", "Child.made"]
    report = run(root, [f"pkg/core.py::{name}" for name in names], "run.py")
    assert report.command_exit == 0
    assert sorted(arguments(root, "pkg/core.py::price")) == [[1], [2], [3], [100]]
    assert [arguments(root, f"pkg/core.py::{name}") for name in names[1:]] == [[[4]], [[5]], [[6]]]


def test_functions_of_other_languages_are_rebound(root: Path) -> None:
    write(root, core="from math import gcd\n", run="import core\ncore.gcd(4, 6)\n")
    run(root, ["core.py::gcd"], "run.py")
    header, cases = kept(root, "core.py::gcd")
    assert (header.recorder, cases[0].args) == ("wrapper", [4, 6])


def test_sampling_counts_what_it_passed_by(root: Path) -> None:
    write(root, core="def f(n):\n    return n\n", run="import core\nfor n in range(20000): core.f(n)\n")
    report = run(root, ["core.py::f"], "run.py", every=10)
    found = report.functions[0]
    assert found.calls == 20000
    assert 1700 < found.sampled < 2300
    assert found.dropped == {"not sampled": 20000 - found.sampled}


@pytest.mark.parametrize(
    "end", ["os._exit(0)", "os.kill(os.getpid(), signal.SIGTERM)", "os.abort() if sys.argv[1:] else sys.exit(4)"]
)
def test_what_was_kept_survives_the_ends_of_a_process(root: Path, end: str) -> None:
    write(root, core="def f(n):\n    return n\n", run=f"import os, signal, sys, core\ncore.f(7)\n{end}\n")
    report = run(root, ["core.py::f"], "run.py")
    assert arguments(root, "core.py::f") == [[7]]
    assert report.command_exit == {"o": 0, "s": 4}.get(end[0], 0) or report.command_exit in (4, -signal.SIGTERM)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_worker_processes_record_also_the_main_script_s_functions(root: Path, method: str) -> None:
    write(
        root,
        job=f"""
            import multiprocessing

            def work(n):
                return n * n

            if __name__ == "__main__":
                with multiprocessing.get_context("{method}").Pool(2) as pool:
                    print(pool.map(work, range(8), chunksize=1))
        """,
    )
    run(root, ["job.py::work"], "job.py")
    assert sorted(arguments(root, "job.py::work")) == [[n] for n in range(8)]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_worker_that_is_blocked_ends_by_the_signal_that_another_thread_took(root: Path, method: str) -> None:
    """The main thread waits in a system call that the signal does not interrupt; unrecorded, the process dies."""
    write(
        root,
        job=f"""
            import multiprocessing, signal, threading, time

            def work(n):
                return n * n

            def ended_by_its_thread():
                time.sleep(0.2)
                signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

            def worker(lock):
                work(3)
                threading.Thread(target=ended_by_its_thread, daemon=True).start()
                lock.acquire()

            if __name__ == "__main__":
                context = multiprocessing.get_context("{method}")
                lock = context.Lock()
                with lock:
                    process = context.Process(target=worker, args=(lock,))
                    process.start()
                    process.join(60)
                    code = process.exitcode
                    process.kill()
                assert code == -signal.SIGTERM, code
        """,
    )
    report = run(root, ["job.py::work"], "job.py")
    assert report.command_exit == 0
    assert arguments(root, "job.py::work") == [[3]]


def test_the_workers_of_a_web_server_are_recorded(root: Path) -> None:
    write(
        root,
        core="def price(n):\n    return n * 2\n",
        app="""
            from core import price

            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [str(price(int(environ["QUERY_STRING"]))).encode()]
        """,
        serve="""
            import subprocess, sys, signal
            server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-w", "2", "-b", "unix:s.sock", "app"])
            import client
            client.ask(range(12))
            server.send_signal(signal.SIGTERM)
            server.wait()
        """,
        client="""
            import http.client, socket, time

            def ask(numbers):
                for n in numbers:
                    until = time.monotonic() + 30
                    while True:
                        link = socket.socket(socket.AF_UNIX)
                        try:
                            link.connect("s.sock")
                            break
                        except OSError:
                            link.close()
                            if time.monotonic() > until:
                                raise
                            time.sleep(0.05)
                    link.sendall(f"GET /?{n} HTTP/1.0\\r\\n\\r\\n".encode())
                    while link.recv(4096):
                        pass
                    link.close()
        """,
    )
    report = run(root, ["core.py::price"], "serve.py")
    assert sorted(arguments(root, "core.py::price")) == [[n] for n in range(12)]
    assert report.functions[0].calls == 12


def test_named_fields_are_redacted_and_what_could_repeat_them_is_not_kept(root: Path) -> None:
    write(
        root,
        core="""
            from dataclasses import dataclass
            from typing import NamedTuple

            @dataclass
            class Card:
                number: str
                limit: float

            class Pair(NamedTuple):
                user_token: bytes
                n: int

            def f(card, pair, extra, password):
                if not password:
                    raise ValueError(card.number)
                return [card.number, password]
        """,
        run="""
            from core import Card, Pair, f
            card = Card("4111-2222", 12.5)
            for password in ("hunter2", "hunter2", "", None):
                try:
                    f(card, Pair(b"secret", 3), {"IBAN": -1234, "open": "yes"}, password)
                except ValueError:
                    pass
            f(card, Pair(b"secret", 3), {}, password=2**70)
        """,
    )
    report = run(root, ["core.py::f"], "run.py", redact=["number", "*_token", "iban", "password"])
    text = recorded_file(parse_target("core.py::f", root)).read_text()
    for secret in ("4111", "2222", "hunter2", "c2VjcmV0", "1234", str(2**70)):
        assert secret not in text, secret
    header, cases = kept(root, "core.py::f")
    assert header.redaction == ["number", "*_token", "iban", "password"]
    assert [case.n for case in cases] == [2, 1, 1, 1]
    card, pair, extra, password = cases[0].args
    assert card["v"][1] == ["limit", {"$f": "0x1.9000000000000p+3"}]
    assert [len(card["v"][0][1]), card["v"][0][1][4]] == [9, "-"]
    assert (pair["v"][1], len(password), extra["$d"][1]) == (3, 7, ["open", "yes"])
    assert extra["$d"][0][0] == "IBAN"
    assert -9999 <= extra["$d"][0][1] <= -1000
    assert all(case.expected is None for case in cases)
    assert report.functions[0].dropped == {"result redacted": 5}


def test_fields_that_only_come_back_are_redacted_too(root: Path) -> None:
    """No argument has the field: the result, the exception or the changed argument does."""
    write(
        root,
        core="""
            from dataclasses import dataclass

            @dataclass
            class User:
                name: str
                password: str

            def find(number, into, *codes):
                if number == 2:
                    raise KeyError({"password": "hunter2"})
                if number == 3:
                    into["password"] = "hunter2"
                    return None
                if number == 4:
                    raise SystemExit(4)
                return [User("ann", "hunter2")] if number == 1 else number
        """,
        run="""
            from core import find
            for number in range(5):
                try:
                    find(number, {})
                except (KeyError, SystemExit):
                    pass
            find(5, {}, "hunter2", "hunter2")
        """,
    )
    report = run(root, ["core.py::find"], "run.py", redact=["password", "codes"])
    assert "hunter2" not in recorded_file(parse_target("core.py::find", root)).read_text()
    _, cases = kept(root, "core.py::find")
    assert [case.args[0] for case in cases if case.expected is not None] == [0]
    assert report.functions[0].dropped == {"result redacted": 4, "ended by SystemExit": 1}


def test_the_bytes_held_are_capped_and_what_was_left_out_is_counted(root: Path) -> None:
    write(root, core="def f(s):\n    return len(s)\n", run="import core\nfor n in range(50): core.f(str(n) * 1000)\n")
    report = run(root, ["core.py::f"], "run.py", max_total=20_000)
    assert report.functions[0].dropped["memory"] > 30
    assert recorded_file(parse_target("core.py::f", root)).stat().st_size < 25_000
