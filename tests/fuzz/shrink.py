"""Makes a differing program small: statements and parts of expressions are left out for as long as it still differs.

Each round gathers many candidates, one change each, into a batch of its own, so that one build judges them all.
Source of the method: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input" (2002).
"""

import ast
import copy
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from pivot_lsp.model.port import Language
from tests.fuzz.campaign import run
from tests.fuzz.programs import Batch, Program

CANDIDATES = 40
ROUNDS = 12


def shrink(
    batch: Batch, program: Program, language: Language, inputs: int, folder: Path, cache: Path, kind: str
) -> Program:
    """A smaller program that still differs in `language` in the same way (`kind`), or the same one."""
    best = program
    for number in range(ROUNDS):
        texts = list(dict.fromkeys(_smaller(best.source)))
        random.Random(number).shuffle(texts)
        texts.sort(key=len)
        found = _first(batch, best, texts, language, inputs, folder, cache, kind)
        if found is None:
            return best
        best = found
    return best


def _first(
    batch: Batch, best: Program, texts: list[str], language: Language, inputs: int, folder: Path, cache: Path, kind: str
) -> Program | None:
    """The smallest of some candidates that still differs."""
    step = max(1, len(texts) // (2 * CANDIDATES))
    for start in range(0, len(texts), CANDIDATES * step):
        chosen = texts[start : start + CANDIDATES * step : step]
        module = f"{batch.module}_s"
        made = tuple(
            Program(f"f{n}", best.params, best.result, _renamed(text, best.name, f"f{n}"), best.starred)
            for n, text in enumerate(chosen)
        )
        shutil.rmtree(folder, ignore_errors=True)
        verdict = run(Batch(batch.seed, module, made), (language,), inputs, folder, cache)
        names = {one["program"] for one in verdict.findings if one["kind"] == kind and " " not in one["program"]}
        hits = [n for n, _ in enumerate(made) if f"f{n}" in names]
        if hits:
            text = min((chosen[n] for n in hits), key=len)
            return Program(best.name, best.params, best.result, text, best.starred)
    return None


def _renamed(text: str, old: str, new: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (node.name == old or node.name.startswith(f"{old}_h")):
            node.name = new + node.name[len(old) :]
        if isinstance(node, ast.Name) and (node.id == old or node.id.startswith(f"{old}_h")):
            node.id = new + node.id[len(old) :]
    return ast.unparse(tree) + "\n"


def _smaller(text: str) -> Iterator[str]:
    """The program with one thing left out or made simpler."""
    tree = ast.parse(text)
    size = sum(1 for _ in ast.walk(tree))
    for place in range(size):
        for choice in range(6):
            changed = copy.deepcopy(tree)
            if not _change(changed, place, choice):
                break
            try:
                made = ast.unparse(ast.fix_missing_locations(changed)) + "\n"
                compile(made, "shrunk", "exec")
            except (ValueError, SyntaxError):
                continue
            if len(made) < len(text):
                yield made


def _change(tree: ast.Module, place: int, choice: int) -> bool:
    """Makes the change number `choice` at the node number `place`; False when there is no such change."""
    node = list(ast.walk(tree))[place]
    for name, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            spots = len(value)
            if choice >= 2 * spots:
                continue
            one = value[choice // 2]
            if choice % 2 == 0:
                value[choice // 2 : choice // 2 + 1] = []
            else:
                value[choice // 2 : choice // 2 + 1] = [s for s in getattr(one, "body", []) if isinstance(s, ast.stmt)]
            if not value and name == "body":
                value.append(ast.Pass())
            return True
        if isinstance(value, ast.expr) and not isinstance(node, ast.AnnAssign | ast.arg | ast.FunctionDef):
            inner = [c for c in ast.walk(value) if isinstance(c, ast.expr) and c is not value][:6]
            if choice < len(inner):
                setattr(node, name, inner[choice])
                return True
        if isinstance(value, ast.expr) and isinstance(node, ast.AnnAssign) and name == "value":
            inner = [c for c in ast.walk(value) if isinstance(c, ast.expr) and c is not value][:6]
            if choice < len(inner):
                node.value = inner[choice]
                return True
    return False
