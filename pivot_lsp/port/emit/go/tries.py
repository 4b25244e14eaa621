"""try statements: body and handlers as function literals that say how they ended (rt.Try)."""

from typing import TYPE_CHECKING

from pivot_lsp.port import ir, trees
from pivot_lsp.port.emit.go.blocks import Block
from pivot_lsp.port.emit.go.syntax import indent
from pivot_lsp.port.types import NONE

if TYPE_CHECKING:
    from pivot_lsp.port.emit.go.statements import Statements


def write(st: "Statements", one: ir.Try, out: Block) -> None:
    """Adds the statement to `out`."""
    body = _closed(st, one.body, "rt.Next")
    exc = st.ex.locals.fresh("e")
    handlers = _handlers(st, one, exc)
    made = ["rt.Try(func() rt.Flow {", *body.lines, f"}}, func({exc} *rt.Exc) rt.Flow {{", *handlers.lines, "})"]
    flows = _flows(one.body) | {f for h in one.handlers for f in _flows(h.body)}
    falls = not body.ends or not handlers.ends
    if flows == {"Returned"} and not falls and not one.orelse:
        out.add(*made, *_left(st, "Returned"))
        out.ends = True
        return
    if not flows and not one.orelse:
        out.add(*made)
    else:
        flow = st.ex.locals.fresh("flow")
        out.add(f"{flow} := {made[0]}", *made[1:])
        for name in sorted(flows):
            out.add(f"if {flow} == rt.{name} {{", *map(indent, _left(st, name)), "}")
        if one.orelse:
            lines, _ = st.inner(one.orelse)
            out.add(f"if {flow} == rt.Next {{", *lines, "}")
    if not falls:
        # Every way through has left already; Go cannot see that.
        out.add('panic("unreachable")')
        out.ends = True


def _left(st: "Statements", flow: str) -> list[str]:
    """What the statement does outside when a part of the try has left by `flow`."""
    if flow == "Returned":
        if st.closed:
            return ["return rt.Returned"]
        return [st.give(st.result)] if st.function.result != NONE else st.leaving()
    word = "break" if flow == "Broke" else "continue"
    return [word if st.loops_inside[-1] else f"return rt.{flow}"]


def _closed(st: "Statements", body: tuple[ir.Stmt, ...], last: str) -> Block:
    """A block inside a function literal, which returns `last` where its end is reached."""
    st.closed += 1
    st.loops_inside.append(0)
    made = st.block(body)
    st.loops_inside.pop()
    st.closed -= 1
    lines = [indent(line) for line in made.lines]
    return Block(lines if made.ends else [*lines, f"\treturn {last}"], made.ends)


def _handlers(st: "Statements", one: ir.Try, exc: str) -> Block:
    """The function literal's body; `ends`: no handler's end can be reached."""
    lines: list[str] = []
    ends = True
    seen: set[int] = set()
    everything = set(range(st.names.kinds))
    for handler in one.handlers:
        wanted = [k for k in handler.catches if k not in seen]
        seen.update(handler.catches)
        if not wanted:
            continue
        if handler.name is not None:
            st.ex.caught(handler.name, exc, handler.catches)
        st.handled.append(exc)
        body = _closed(st, handler.body, "rt.Handled")
        st.handled.pop()
        ends = ends and body.ends
        if seen >= everything:
            return Block([*lines, *body.lines], ends)
        kinds = ", ".join(st.names.kind(k) for k in wanted)
        lines += [f"\tif {exc}.IsA({kinds}) {{", *map(indent, body.lines), "\t}"]
    return Block([*lines, "\treturn rt.Unhandled"], ends)


def _flows(body: tuple[ir.Stmt, ...], in_loop: bool = False) -> set[str]:
    """How `body` can leave the function literal it stands in."""
    found: set[str] = set()
    for one in body:
        match one:
            case ir.Return():
                found.add("Returned")
            case ir.Break() if not in_loop:
                found.add("Broke")
            case ir.Continue() if not in_loop:
                found.add("Continued")
            case _:
                inside = in_loop or isinstance(one, ir.For | ir.While)
                for block in trees.blocks(one):
                    found |= _flows(block, inside)
    return found
