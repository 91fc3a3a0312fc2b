"""What staff are told in the same words on the screen and by a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.staff import Soundness

if TYPE_CHECKING:
    from kiosk.domain.staff import Finding
    from ui.texts import Texts


def finding_words(texts: Texts, finding: Finding) -> str:
    """What it is."""
    return _words(texts, finding, "")


def finding_fix(texts: Texts, finding: Finding) -> str:
    """What to do about it; "" where it is sound."""
    return "" if finding.soundness is Soundness.SOUND else _words(texts, finding, ".fix")


def happened_words(texts: Texts, what: str) -> str:
    """What the journal says happened to a submission."""
    key = f"desk.history.{what}"
    return texts.say(key) if key in texts else texts.say("desk.history.other", what=what)


def _words(texts: Texts, finding: Finding, ending: str) -> str:
    """The finding's own words; others for one of a newer program, which nobody has words for."""
    try:
        return texts.say(f"doctor.{finding.part}.{finding.what}{ending}", **_said(texts, finding))
    except LookupError:
        return texts.say(f"doctor.other{ending}", part=finding.part, what=finding.what)


def _said(texts: Texts, finding: Finding) -> dict[str, object]:
    """Its values as people say them: bytes as `{size}`, seconds as `{span}`."""
    values: dict[str, object] = dict(finding.values)
    if "bytes" in values:
        values["size"] = texts.size(int(finding.values["bytes"]))
    if "seconds" in values:
        values["span"] = texts.span(int(finding.values["seconds"]))
    return values
