"""textDocument/hover: all that is known, on the first line of a hot function."""

from lsprotocol import types

from pivot_lsp.server import wording
from pivot_lsp.server.session import Session


def hover(ls: Session, params: types.HoverParams) -> types.Hover | None:
    """Elsewhere in the function other servers have better things to say."""
    document = ls.documents.get(params.text_document.uri)
    mark = document.mark_at(params.position.line) if document else None
    if document is None or mark is None or document.text.line_of(mark.name_start) != params.position.line:
        return None
    path, facts = document.path or "", ls.facts_of(document)
    total = facts.total_ms if facts else 0.0
    vessels = ls.vessels(mark, document)
    difference = ls.differences.of(path, mark.spot.function, mark.body_hash)
    text = wording.hover(mark, ls.verdicts(mark, document), vessels, total, difference, markdown=ls.can.markdown)
    kind = types.MarkupKind.Markdown if ls.can.markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text), document.range(mark.name_start, mark.name_end))
