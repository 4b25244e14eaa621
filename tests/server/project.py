"""The project that these tests open: two hot functions and a cold one."""

from pathlib import Path

from pivot_lsp.model.manifest import ExportedFunction, LegacyUnit, Library, Manifest, Toolchain

SHOP = '''\
"""Prices, in a module with a name beyond ASCII on each line that matters."""


def total(values: list[int]) -> int:  # 𝒕 é
    result = 0
    for value in values:
        result += value * value % 7
    return result


class Basket:
    def größe(self, values: list[int]) -> int: return sum(total(values) for _ in range(20))  # 🐍🐍


def idle() -> None:
    pass
'''

DRIVER = """\
from shop import Basket, idle
for n in range(300):
    Basket().größe(list(range(50)))
idle()
"""


def manifest_of(root: Path, module: str, function: str) -> Path:
    """A vessel's folder with its manifest alone, for what reads no more of it: wrapping, and finding vessels."""
    folder = root / "vessels" / f"{module}.{function}" / "go"
    folder.mkdir(parents=True)
    exported = ExportedFunction(name=function, module=module, qualname=function, symbol="f", parameters=[], result="i")
    manifest = Manifest(
        target="go",
        legacy=LegacyUnit(file=f"{module}.py", module=module, root="../../..", files={}, unit_sha256="0"),
        functions=[exported],
        records=[],
        exceptions=[],
        python=[],
        platform="",
        toolchain=Toolchain(compiler="", flags=[]),
        sources={},
        library=Library(file="x.so", sha256="0"),
        fork_safe=False,
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json())
    return folder
