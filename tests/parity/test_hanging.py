"""A vessel that hangs is failed without waiting for it call after call: each costs the whole deadline, twice."""

from pivot_lsp.cases.values import canonical
from pivot_lsp.parity.campaign import DEATHS_ENOUGH
from pivot_lsp.parity.process import HANGING, Setup, Worker
from tests.parity.conftest import Project


def test_five_calls_that_hang_are_enough(project: Project) -> None:
    project.write("legacy", "def f(x):\n    while x > 2: pass\n    return x")
    texts = [canonical(([x], {})) for x in range(20)]
    with Worker(Setup(project.implementation("legacy.py::f"), hard_seconds=0.3)) as worker:
        found = worker.submit_texts(texts, deaths_enough=DEATHS_ENOUGH).result()
        hung = [place for place in found.places() if found[place].status == "timeout"]
        assert len(hung) == DEATHS_ENOUGH // (2 + HANGING) == 5
        assert found[hung[0]].note == "no answer within 0.3 s"
