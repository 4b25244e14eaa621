"""initialized: settings are asked for, watches set, facts read."""

from lsprotocol import types

from pivot_lsp.server import settings
from pivot_lsp.server.session import Session


async def initialized(ls: Session, params: types.InitializedParams) -> None:
    """The server may send requests from here on."""
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
        await ls.client_register_capability_async(types.RegistrationParams([wish]))
    await ls.freshness.begin()


async def pull_settings(ls: Session) -> None:
    """Asks the client for section `pivot`; null leaves what initialize brought."""
    section = (
        await ls.workspace_configuration_async(types.ConfigurationParams([types.ConfigurationItem(section="pivot")]))
        or [None]
    )[0]
    if section is not None:
        ls.settings, complaints = settings.read(section)
        for complaint in complaints:
            ls.say(complaint, types.MessageType.Warning)
