"""Who gave a certificate: ed25519 signatures over its seal (extra `sign`).

The private key is a PEM file (`openssl genpkey -algorithm ed25519 -out key.pem`) named by $PIVOT_SIGNING_KEY or
`pivot validate --sign`; the public keys that a project takes stand in `[tool.pivot] signers`, as `ed25519:BASE64`.
Invariant: where a project names signers, a certificate without a signature of one of them does not hold, also when the
signature cannot be checked for want of a package.
"""

import base64
import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.evidence import CertificateSignature
from pivot_lsp.model.target import project_root
from pivot_lsp.store.settings import read_settings

KEY_VARIABLE = "PIVOT_SIGNING_KEY"
PREFIX = "ed25519:"
_HOW = "openssl genpkey -algorithm ed25519 -out key.pem"
_INSTALL = "pip install 'pivot-lsp[sign]'"


def _message(seal: str) -> bytes:
    """What is signed: the seal, under a name that no other use of the key shares."""
    return b"pivot-lsp certificate 1\n" + seal.encode("ascii")


def signing_key() -> Path | None:
    """The private key's file, when one is configured."""
    text = os.environ.get(KEY_VARIABLE)
    return Path(text) if text else None


def sign(seal: str, key_file: Path) -> CertificateSignature:
    """Raises UsageError PV648 for a file that is no ed25519 private key, or without the package."""
    key = _private(key_file)
    serialization: Any = importlib.import_module("cryptography.hazmat.primitives.serialization")
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return CertificateSignature(
        signer=PREFIX + base64.b64encode(public).decode(), value=base64.b64encode(key.sign(_message(seal))).decode()
    )


def check_key(key_file: Path) -> None:
    """Raises UsageError PV648 when `sign` could not use it: before the work, not after."""
    _private(key_file)


def _private(key_file: Path) -> Any:
    try:
        serialization: Any = importlib.import_module("cryptography.hazmat.primitives.serialization")
        ed25519: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ImportError:
        raise UsageError("PV648", "signing needs a package", remedy=_INSTALL) from None
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    except OSError as error:
        raise UsageError("PV648", f"cannot read: {error.strerror}", file=key_file, remedy=_HOW) from None
    except (ValueError, TypeError) as error:
        raise UsageError("PV648", f"no unencrypted private key in PEM: {error}", file=key_file, remedy=_HOW) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise UsageError("PV648", "not an ed25519 key", file=key_file, remedy=_HOW)
    return key


def signers_of(folder: Path) -> list[str]:
    """The signers that the project around a vessel's folder names. Raises UsageError PV011 for no list of keys."""
    root = project_root(folder)
    signers = read_settings(root).get("signers", [])
    if not isinstance(signers, list) or not all(isinstance(key, str) and key.startswith(PREFIX) for key in signers):
        raise UsageError(
            "PV011", f"tool.pivot.signers is {signers!r}", file=root, remedy=f'write a list of "{PREFIX}BASE64"'
        )
    return signers


def objections(signature: CertificateSignature | None, seal: str, signers: Sequence[str]) -> list[str]:
    """Why a signature is not taken: empty when it is good, or when there is none and none is asked for."""
    if signature is None:
        return ["the certificate is not signed, and the project names signers"] if signers else []
    if signers and signature.signer not in signers:
        return [f"signed by {signature.signer}, whom the project does not name"]
    try:
        exceptions: Any = importlib.import_module("cryptography.exceptions")
        ed25519: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ImportError:
        return [f"the signature cannot be checked: {_INSTALL}"]
    try:
        public = base64.b64decode(signature.signer.removeprefix(PREFIX), validate=True)
        value = base64.b64decode(signature.value, validate=True)
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(value, _message(seal))
    except (exceptions.InvalidSignature, ValueError):
        return ["the signature is not of this certificate"]
    return []
