"""textDocument/diagnostic: diagnostics for clients that ask for them; registered for those alone."""

from lsprotocol import types

from pivot_lsp.server.session import Session

OPTIONS = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="pivot")


def diagnostic(ls: Session, params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
    """A full report; it is small."""
    document = ls.documents.get(params.text_document.uri)
    return types.RelatedFullDocumentDiagnosticReport([] if document is None else ls.diagnostics(document))
