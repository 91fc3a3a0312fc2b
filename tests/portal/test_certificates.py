"""Over TLS the portal is who the system's authorities say it is, and nobody else."""

from __future__ import annotations

import ipaddress
import json
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.domain.ports import CertificateNotInForce, PortalUnreachable
from tests.portal.hostile import HostilePortal, answer, client_of

if TYPE_CHECKING:
    from pathlib import Path

PORTAL = {
    "contract": "help-point-portal/1",
    "name": "Cổng tập huấn",
    "version": "1",
    "time": "2026-11-26T02:30:00Z",
    "limits": {"attachment_bytes": 1, "attachment_kinds": ["image/png"]},
    "account_door": "portal",
    "recipients": [],
}


def _certificate(file: Path, host: str, *, days: int = 1, began_days_ago: int = 1) -> None:
    """A certificate that signs itself, good for so many days and an hour, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    began = datetime.now(UTC) - timedelta(days=began_days_ago)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=days, hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )


@pytest.mark.parametrize(
    ("host", "days", "trusted", "believed"),
    [
        ("127.0.0.1", 2, True, True),
        ("127.0.0.1", 2, False, False),
        ("127.0.0.2", 2, True, False),
        ("127.0.0.1", 0, True, False),
    ],
    ids=["as agreed", "unknown authority", "another name", "expired"],
)
def test_a_certificate_is_looked_at(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    days: int,
    *,
    trusted: bool,
    believed: bool,
) -> None:
    file = tmp_path / "portal.pem"
    _certificate(file, host, days=days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with HostilePortal(context) as hostile:
        portal = client_of(hostile)
        hostile.answers(answer("200 OK", "application/json", json.dumps(PORTAL).encode()))
        if believed:
            assert portal.describe().name == "Cổng tập huấn"
        else:
            with pytest.raises(PortalUnreachable, match="SSLError"):
                portal.describe()
            assert hostile.heard == []
        portal.close()


@pytest.mark.parametrize(
    ("host", "days", "began_days_ago", "trusted", "clock_doubted"),
    [
        ("127.0.0.1", 0, 1, True, True),
        ("127.0.0.1", 2, -365, True, True),
        ("127.0.0.1", 2, 1, False, False),
        ("127.0.0.2", 2, 1, True, False),
    ],
    ids=["no longer in force", "not yet in force", "unknown authority", "another name"],
)
def test_a_certificate_whose_time_is_not_now_is_told_by_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    days: int,
    began_days_ago: int,
    *,
    trusted: bool,
    clock_doubted: bool,
) -> None:
    file = tmp_path / "portal.pem"
    _certificate(file, host, days=days, began_days_ago=began_days_ago)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with HostilePortal(context) as hostile:
        portal = client_of(hostile)
        with pytest.raises(PortalUnreachable) as failure:
            portal.describe()
        assert isinstance(failure.value, CertificateNotInForce) is clock_doubted
        assert hostile.heard == []
        portal.close()
