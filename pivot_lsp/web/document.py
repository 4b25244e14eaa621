"""The page as a whole document: served, with files beside it, or exported as one file that needs nothing else.

Invariant: nothing is fetched from anywhere; the policy in the document or its header allows no other source.
"""

import base64
import hashlib
from importlib.resources import files
from pathlib import PurePath

from pivot_lsp.model.dashboard import Dashboard
from pivot_lsp.web.html import Safe, join, tag
from pivot_lsp.web.page import body

SERVED_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STATIC = {
    "dashboard.css": "text/css; charset=utf-8",
    "dashboard.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def static(name: str) -> bytes:
    """One of the files beside the page."""
    return files("pivot_lsp.web").joinpath("static", name).read_bytes()


def served(found: Dashboard) -> str:
    """For the server: style and script are files of its own."""
    return _document(
        found,
        tag("link", rel="icon", href="icon.svg"),
        tag("link", rel="stylesheet", href="dashboard.css"),
        tag("script", src="dashboard.js", defer=True),
    )


def exported(found: Dashboard) -> str:
    """One file: the style inside, allowed by its hash, and no script at all."""
    style = static("dashboard.css").decode()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _document(
        found,
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        # The sheet is ours and holds no markup; escaping it would change it and break its hash.
        Safe(f"<style>{style}</style>"),
    )


def _document(found: Dashboard, *head: Safe) -> str:
    """No favicon is asked for; the viewport lets a phone show it."""
    start = join(
        tag("meta", charset="utf-8"),
        *head,
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", "Migration of ", PurePath(found.project).name),
    )
    return "<!doctype html>\n" + tag("html", tag("head", start), tag("body", body(found)), lang="en") + "\n"
