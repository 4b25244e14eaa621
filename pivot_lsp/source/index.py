"""Where functions are: every function of a file or project by qualified name, with what can be told from its tree.

Invariant: nothing of the project is imported, and one broken file costs only itself: it is skipped and named. Names
are CPython's `co_qualname` (`Class.method`, `outer.<locals>.inner`), lines are 1-based. `first_line` is the line of the
first decorator, which is what CPython's `co_firstlineno` and so every profile has; `line` is that of the `def`. A
function behind a flag stands here under its own name.
"""

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pivot_lsp.model.modules import module_name
from pivot_lsp.model.shape import Shape
from pivot_lsp.source.fingerprint import fingerprint
from pivot_lsp.source.listing import listing
from pivot_lsp.source.parse import Unparsable, parse, read
from pivot_lsp.source.trees import tree_of
from pivot_lsp.source.walk import ImportTable, Scope, dotted, walk
from pivot_lsp.source.wrapped import see_through


@dataclass(frozen=True, eq=False)
class SourceFunction:
    """One `def`, equal to itself alone. Spans are (first, last) line, both included."""

    file: Path
    module: str
    qualname: str
    line: int
    first_line: int
    end_line: int
    shape: Shape
    decorators: tuple[str, ...]
    references: frozenset[str]
    """Dotted names that the code reads and does not bind itself: `json.dumps`, `Sale`, `self.total`."""
    imports: ImportTable
    """Imports written inside the function."""
    inner: tuple[tuple[int, str], ...]
    """(line, name) of its comprehensions, generator expressions and lambdas, as profiles name them."""
    statements: tuple[tuple[int, int], ...]
    """Spans of the statements of the body that leave a line event when they run; headers only for compound ones."""
    complexity: int
    """Cyclomatic, as radon counts."""
    header_end: int
    """The last line of the header: decorators, arguments with types and defaults, the result's type."""
    loop_depth: int
    """How deep loops and comprehensions are nested in it."""
    grid: bool
    """Whether it indexes an index (`a[i][j]`, `a[i, j]`)."""
    operations: int
    """Arithmetic operations in its text, annotations apart."""
    tree: Any = field(repr=False)
    """The `def` itself; None where the project was indexed without trees. Any, for what is kept has no trees."""
    source_sha256: str | None = None
    """Of the file's bytes."""

    @property
    def node(self) -> ast.FunctionDef | ast.AsyncFunctionDef:
        """The function's tree, parsed again where it was not kept. Raises LookupError when the file has changed."""
        if isinstance(self.tree, ast.FunctionDef | ast.AsyncFunctionDef):
            return self.tree
        return tree_of(self.file, self.source_sha256, self.line, self.name)

    @property
    def name(self) -> str:
        """The bare name."""
        return self.qualname.rpartition(".")[2]

    @cached_property
    def body_sha256(self) -> str:
        """Hash of signature, decorators and body, blind to positions and docstrings."""
        return fingerprint(self.node)


@dataclass(frozen=True)
class FileIndex:
    """One file; `problem` says why a broken one has no functions."""

    path: Path
    module: str
    is_package: bool
    functions: tuple[SourceFunction, ...] = ()
    classes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Names bound at module level."""
    references: frozenset[str] = frozenset()
    """Dotted names read outside functions."""
    imports: ImportTable = field(default_factory=ImportTable)
    module_lines: tuple[tuple[int, str], ...] = ()
    """(line, name) of module and class bodies, and of the lambdas and comprehensions in them."""
    modified: float = 0.0
    """Seconds since the epoch, of the bytes that were read."""
    identity: tuple[int, int, int] | None = None
    """Time in ns, bytes, inode of the file that was read."""
    sha256: str | None = None
    """Of those bytes."""
    problem: str | None = None

    @cached_property
    def by_qualname(self) -> dict[str, tuple[SourceFunction, ...]]:
        """All definitions of a name in order of lines; the last is what the name is bound to."""
        found: dict[str, tuple[SourceFunction, ...]] = {}
        for function in self.functions:
            found[function.qualname] = (*found.get(function.qualname, ()), function)
        return found


@dataclass(frozen=True)
class ProjectIndex:
    """All files below `root`, which is resolved, by their paths there."""

    root: Path
    files: Mapping[Path, FileIndex]

    @cached_property
    def modules(self) -> dict[str, FileIndex]:
        """By dotted module name."""
        return {index.module: index for index in self.files.values()}

    @property
    def skipped(self) -> list[str]:
        """`path: reason` of every broken file, relative to the root."""
        return [
            f"{index.path.relative_to(self.root)}: {index.problem}" for index in self.files.values() if index.problem
        ]


def index_file(path: Path, root: Path | None = None, *, trees: bool = True) -> FileIndex:
    """The functions of one file; `root` decides its module name (its own folder when not given). Never raises.

    Trees weigh a kilobyte a line; without `trees` only what was read from them is kept.
    """
    path = path.absolute()
    module, package = module_of(path, root)
    try:
        source, stat = read(path)
        tree = see_through(parse(source))
    except Unparsable as error:
        place = f"line {error.line}: " if error.line else ""
        return FileIndex(path, module, package, problem=place + error.message)
    index = FileIndex(
        path,
        module,
        package,
        modified=stat.st_mtime,
        identity=(stat.st_mtime_ns, stat.st_size, stat.st_ino),
        sha256=hashlib.sha256(source).hexdigest(),
    )
    return _filled(index, walk(tree), trees)


def module_of(path: Path, root: Path | None = None) -> tuple[str, bool]:
    """(module name, whether it is a package), also when one of the two was reached through a symbolic link."""
    root = (root or path.parent).absolute()
    package = path.name == "__init__.py"
    if path.is_relative_to(root):
        return module_name(path, root), package
    file, folder = path.resolve(), root.resolve()
    return module_name(file, folder) if file.is_relative_to(folder) else path.stem, package


def _filled(index: FileIndex, scopes: list[Scope], trees: bool) -> FileIndex:
    top, *rest = scopes
    bodies = [scope for scope in scopes if scope.function is None]
    functions = tuple(
        SourceFunction(
            file=index.path,
            module=index.module,
            qualname=scope.qualname,
            line=scope.function.lineno,
            first_line=scope.line,
            end_line=scope.function.end_lineno or scope.function.lineno,
            shape=scope.shape,
            decorators=tuple(map(_text, scope.function.decorator_list)),
            references=frozenset(scope.references),
            imports=scope.imports.frozen(),
            inner=tuple(scope.inner),
            statements=tuple(scope.statements),
            complexity=scope.complexity,
            header_end=_header_end(scope.function),
            loop_depth=scope.deepest - scope.depth,
            grid=scope.grid,
            operations=scope.operations,
            tree=scope.function if trees else None,
            source_sha256=index.sha256,
        )
        for scope in rest
        if scope.function is not None
    )
    return replace(
        index,
        functions=functions,
        classes=frozenset(scope.qualname for scope in bodies if scope is not top),
        names=frozenset(top.bound),
        references=frozenset().union(*(scope.references for scope in bodies)),
        imports=top.imports.frozen(),
        module_lines=tuple(line for scope in bodies for line in ((scope.line, scope.body_name), *scope.inner)),
    )


def _header_end(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg)
    nodes = (*every, *arguments.defaults, *arguments.kw_defaults, node.returns)
    return max([node.lineno, *(child.end_lineno or 0 for child in nodes if child is not None)])


def _text(decorator: ast.expr) -> str:
    return dotted(decorator) or (ast.unparse(decorator) if _small(decorator) else "...")


def _small(node: ast.expr) -> bool:
    """Whether `ast.unparse`, which recurses, may be trusted with it."""
    return sum(1 for _ in ast.walk(node)) < 200


def python_files(root: Path) -> tuple[Path, ...]:
    """Every .py below `root` in a stable order; hidden folders, environments and built things are left out."""
    return listing(root).python


def find(root: Path, file: Path, qualname: str) -> SourceFunction | None:
    """The function that `qualname` is bound to in `file` (absolute, or relative to `root`), as it stands now."""
    found = index_file(root / file, root).by_qualname.get(qualname, ())
    return found[-1] if found else None
