"""A certificate is shown as holding only for what it was verified for: an edit, or a change on disk, makes it stale."""

from pathlib import Path

from lsprotocol import types

from tests.rollout.projects import certify
from tests.server.project import manifest_of
from tests.server.talk import Talk, full, session

HEAD = 3
"""The line of `def total`."""


def certified(root: Path) -> Path:
    """A vessel whose certificate binds `total` as it stands; nothing is built, for verifying only reads."""
    folder = manifest_of(root, "shop", "total")
    (folder / "x.so").write_text("a library")
    certify(root, target="shop.py::total", vessel_folder=folder.relative_to(root))
    return folder


async def lens(talk: Talk, uri: str) -> str:
    """The lens of `total`, which alone has a vessel."""
    lenses = await talk.client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
    return next(found.command.title for found in lenses or [] if found.command and " vessel: " in found.command.title)


async def until_shown(talk: Talk, uri: str, standing: str, line: int = HEAD) -> None:
    """Waits until hover and lens both say `standing` of the Go vessel."""

    async def both() -> bool:
        told = await talk.hover(uri, line) or ""
        return f"| Go vessel | {standing};" in told and f"Go vessel: {standing} | run parity" in await lens(talk, uri)

    for _ in range(3000):
        if await both():
            return
        await talk.pause()
    raise AssertionError(f"{await talk.hover(uri, line)}\n{await lens(talk, uri)}")


async def test_an_edit_makes_a_certificate_stale_and_taking_it_back_makes_it_hold_again(shop: Path) -> None:
    certified(shop)
    async with session(shop, full(), settings={"checkPortability": False}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        await until_shown(talk, uri, "certified")
        told = await talk.hover(uri, HEAD) or ""
        assert f"[certificate]({(shop / 'vessels/shop.total/go/certificate.md').as_uri()})" in told
        talk.change(uri, 2, ((4, 4), (4, 14), "result = 1"))
        await until_shown(talk, uri, "certified, stale: the function was edited since")
        talk.change(uri, 3, ((4, 4), (4, 14), "result = 0"))
        await until_shown(talk, uri, "certified")
        talk.change(uri, 4, ((0, 0), (0, 0), "# moving it is no edit\n"))
        await until_shown(talk, uri, "certified", HEAD + 1)


async def test_what_changes_on_disk_has_a_certificate_verified_anew(shop: Path) -> None:
    """A checkout, or a library that somebody replaced, with no word from the editor."""
    folder = certified(shop)
    async with session(shop, full(), settings={"checkPortability": False}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        await until_shown(talk, uri, "certified")
        source = (shop / "shop.py").read_text().replace("result = 0", "result = 10")
        (shop / "shop.py").write_text(source)
        talk.change(uri, 2, ((4, 4), (4, 14), "result = 10"))
        await until_shown(talk, uri, "certified, stale: legacy: shop.py has changed")
        certify(shop, "tested", "shop.py::total", folder.relative_to(shop))
        await until_shown(talk, uri, "tested")
