"""What the client can do, read once from its initialize request into plain booleans."""

from dataclasses import dataclass

from lsprotocol import types


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Absent means no. `pull`: diagnostics are asked for, and never pushed (both together show everything twice)."""

    pull: bool = False
    progress: bool = False
    watch: bool = False
    resolve_command: bool = False
    """A code action's command may come with codeAction/resolve."""
    disabled: bool = False
    document_changes: bool = False
    create_files: bool = False
    refresh_lenses: bool = False
    refresh_hints: bool = False
    configuration: bool = False
    watch_settings: bool = False
    markdown: bool = False
    show_document: bool = False
    code_pages: bool = False
    """A diagnostic's code may carry the address of its page."""
    plain_actions: bool = False
    """The client knows commands only, no CodeAction literals."""


def read(client: types.ClientCapabilities) -> Capabilities:
    """The flags of one client."""
    document = client.text_document or types.TextDocumentClientCapabilities()
    workspace = client.workspace or types.WorkspaceClientCapabilities()
    window = client.window or types.WindowClientCapabilities()
    action = document.code_action
    edits = workspace.workspace_edit
    hover = document.hover
    pulls = workspace.diagnostics
    published = document.publish_diagnostics
    changed = workspace.did_change_configuration
    watched = workspace.did_change_watched_files
    resolved = action.resolve_support.properties if action and action.resolve_support else []
    return Capabilities(
        pull=document.diagnostic is not None and pulls is not None and bool(pulls.refresh_support),
        progress=bool(window.work_done_progress),
        watch=watched is not None and bool(watched.dynamic_registration),
        resolve_command="command" in resolved,
        disabled=action is not None and bool(action.disabled_support),
        document_changes=edits is not None and bool(edits.document_changes),
        create_files=edits is not None and types.ResourceOperationKind.Create in (edits.resource_operations or []),
        refresh_lenses=workspace.code_lens is not None and bool(workspace.code_lens.refresh_support),
        refresh_hints=workspace.inlay_hint is not None and bool(workspace.inlay_hint.refresh_support),
        configuration=bool(workspace.configuration),
        watch_settings=changed is not None and bool(changed.dynamic_registration),
        markdown=hover is not None and types.MarkupKind.Markdown in (hover.content_format or []),
        show_document=window.show_document is not None and window.show_document.support,
        code_pages=published is not None and bool(published.code_description_support),
        plain_actions=action is None or action.code_action_literal_support is None,
    )
