"""workspace/didChangeConfiguration: new settings, from the notification or asked for."""

from lsprotocol import types

from pivot_lsp.server import settings
from pivot_lsp.server.methods.initialized import pull_settings
from pivot_lsp.server.session import Session


async def did_change_configuration(ls: Session, params: types.DidChangeConfigurationParams) -> None:
    """Clients that answer workspace/configuration are asked; others send `settings.pivot`."""
    before = ls.settings.threshold
    if ls.can.configuration:
        await pull_settings(ls)
    elif isinstance(params.settings, dict) and "pivot" in params.settings:
        ls.settings, complaints = settings.read(params.settings["pivot"])
        for complaint in complaints:
            ls.say(complaint, types.MessageType.Warning)
    ls.freshness.look(again=ls.settings.threshold < before)
    ls.refresh()
