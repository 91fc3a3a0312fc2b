"""What the person agreed to, provable afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 — read at run time by the JSON form


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing the person agreed to or declined, and the exact wording that they saw.

    `purpose` is `submit`, `reuse`, `messages` or `helper`; `wording` is the SHA-256 of the words
    shown (64 hexadecimal digits). Law 91/2025/QH15, articles 4 and 9: per purpose, provable.
    """

    purpose: str
    agreed: bool
    wording: str
    language: str
    at: datetime
