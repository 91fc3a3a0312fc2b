"""Tiny procedures, one feature a document, completed from one frame."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.parsing import parse_procedure

if TYPE_CHECKING:
    from kiosk.domain.procedure import Procedure

DOCUMENTS: Final = Path(__file__).parent / "documents"
SCHEMA: Final[dict[str, object]] = json.loads(
    (Path(__file__).parents[2] / "assets" / "schemas" / "procedure.json").read_bytes()
)
TODAY: Final = date(2026, 11, 26)


def document(feature: str) -> dict[str, Any]:
    """The whole document of one feature."""
    frame = json.loads((DOCUMENTS / "_frame.json").read_bytes())
    tiny = json.loads((DOCUMENTS / f"{feature}.json").read_bytes())
    return {**frame, **tiny}


def procedure(feature: str) -> Procedure:
    """The procedure of one feature."""
    return parse_procedure(document(feature), SCHEMA)
