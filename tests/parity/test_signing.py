"""Where a project names signers, only a certificate that one of them signed holds."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.model.errors import UsageError
from pivot_lsp.parity.certificate import certificate_file, read_certificate, seal, verify
from pivot_lsp.parity.signing import KEY_VARIABLE, check_key
from tests.parity.conftest import Project, native_vessel, silent


def make_key(file: Path) -> str:
    """Writes a private key; gives the public one as settings name it."""
    key = Ed25519PrivateKey.generate()
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(*pem))
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "ed25519:" + base64.b64encode(raw).decode()


def name_signers(project: Project, *signers: str) -> None:
    (project.root / "pivot.toml").write_text(f"signers = {list(signers)!r}\n")


@pytest.fixture
def signed(project: Project, compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A vessel with a signed certificate, and who signed it."""
    project.write("erp", "def half_sum(a: int, b: int) -> int:\n    return (a + b) // 2\n")
    folder = project.root / "vessels" / "v"
    native_vessel(folder, compiled("GOOD"), "erp")
    signer = make_key(tmp_path / "key.pem")
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key.pem"))
    request = ValidateRequest("erp.py::half_sum", "vessels/v", project.root, count=20, adequacy=False, exploring=0.0)
    validate(request, silent)
    return folder, signer


def test_a_signature_is_asked_for_where_signers_are_named(
    project: Project, signed: tuple[Path, str], tmp_path: Path
) -> None:
    folder, signer = signed
    assert (verify(folder).status, verify(folder).signed_by) == ("valid", signer)
    name_signers(project, signer)
    assert verify(folder).status == "valid"
    stranger = make_key(tmp_path / "other.pem")
    name_signers(project, stranger)
    assert verify(folder).reasons == [f"signed by {signer}, whom the project does not name"]

    file = certificate_file(folder)
    certificate = read_certificate(folder)
    assert certificate.signature is not None
    posing = certificate.signature.model_copy(update={"signer": stranger})
    file.write_text(certificate.model_copy(update={"signature": posing}).model_dump_json())
    assert verify(folder).reasons == ["the signature is not of this certificate"]
    file.write_text(certificate.model_copy(update={"signature": None}).model_dump_json())
    assert verify(folder).reasons == ["the certificate is not signed, and the project names signers"]
    assert verify(folder).signed_by == ""
    name_signers(project)
    assert verify(folder).status == "valid"


def test_the_project_that_uses_a_vessel_says_whose_signature_it_takes(
    project: Project, signed: tuple[Path, str], tmp_path: Path
) -> None:
    """A vessel that lies in another project does not bring its own signers along."""
    folder, signer = signed
    name_signers(project, signer)
    user = tmp_path / "user"
    user.mkdir()
    (user / "pivot.toml").write_text(f'signers = ["{make_key(tmp_path / "other.pem")}"]\n')
    assert verify(folder, root=project.root).status == "valid"
    assert verify(folder, root=user).reasons == [f"signed by {signer}, whom the project does not name"]


def test_an_edited_report_keeps_no_signature(signed: tuple[Path, str]) -> None:
    """The seal is recomputed by whoever edits; the signature cannot be."""
    folder, _ = signed
    certificate = read_certificate(folder)
    report = certificate.report.model_copy(update={"level": "certified", "certified": True, "missing": []})
    edited = certificate.model_copy(update={"report": report, "seal": seal(report)})
    certificate_file(folder).write_text(edited.model_dump_json())
    assert verify(folder).reasons == ["the signature is not of this certificate"]


def test_without_the_package_a_signature_that_is_asked_for_does_not_hold(
    project: Project, signed: tuple[Path, str]
) -> None:
    folder, signer = signed
    name_signers(project, signer)
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path; from pivot_lsp.parity.certificate import verify\n"
        f"found = verify(Path({str(folder)!r})); print(found.status, found.reasons)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("stale"), done.stdout
    assert "the signature cannot be checked: pip install" in done.stdout


def test_a_key_that_is_none_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no key")
    with pytest.raises(UsageError, match="PV648 no unencrypted private key in PEM"):
        check_key(tmp_path / "bad.pem")
    with pytest.raises(UsageError, match="PV648 cannot read"):
        check_key(tmp_path / "missing.pem")


def test_signers_that_are_no_keys_are_told(project: Project, signed: tuple[Path, str]) -> None:
    name_signers(project, "somebody")
    with pytest.raises(UsageError, match=r"PV011 tool\.pivot\.signers"):
        verify(signed[0])
