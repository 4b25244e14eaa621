"""initialized: settings are asked for, watches set, facts read."""

import asyncio
import importlib
import logging
import pkgutil

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from pivot_lsp.server import methods, settings
from pivot_lsp.server.session import Session

log = logging.getLogger(__name__)


async def initialized(ls: Session, params: types.InitializedParams) -> None:
    """The server may send requests from here on. One that the client refuses costs what it was for, and no more."""
    for complaint in ls.complaints:
        ls.say(complaint, types.MessageType.Warning)
    if ls.can.configuration:
        await pull_settings(ls)
    if ls.can.watch_settings:
        wish = types.Registration(
            "pivot-settings",
            types.WORKSPACE_DID_CHANGE_CONFIGURATION,
            types.DidChangeConfigurationRegistrationOptions(section="pivot"),
        )
        await ls.register(wish)
    await ls.freshness.begin()
    load()
    # pydantic, which reads what the first analysis says, while that runs in its child
    ls.spawn(asyncio.to_thread(importlib.import_module, "pivot_lsp.model.hotspot"), "loading")


def load() -> None:
    """Imports what the answer to initialize did not wait for, so that the first request does not either."""
    for module in pkgutil.iter_modules(methods.__path__, f"{methods.__name__}."):
        importlib.import_module(module.name)


async def pull_settings(ls: Session) -> None:
    """Asks the client for section `pivot`; null, or a refusal, leaves what was there."""
    asked = types.ConfigurationParams([types.ConfigurationItem(section="pivot")])
    try:
        section = (await ls.workspace_configuration_async(asked) or [None])[0]
    except JsonRpcException as error:
        log.warning("workspace/configuration was refused: %s", error)
        return
    if section is not None:
        ls.settings, complaints = settings.read(section)
        for complaint in complaints:
            ls.say(complaint, types.MessageType.Warning)
