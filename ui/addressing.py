"""How the screens address a person: as the help point is used to, then as their papers say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.settings import FormOfAddress

if TYPE_CHECKING:
    from ui.texts import Texts

_FORMS: Final = {
    FormOfAddress.ONG_BA: {None: "unknown", "male": "male", "female": "female"},
    FormOfAddress.ANH_CHI: {None: "anh-chi", "male": "anh", "female": "chi"},
    FormOfAddress.BAN: {None: "ban", "male": "ban", "female": "ban"},
}
_OF_ONE_PERSON: Final = ("male", "female", "anh", "chi")


def form_for(custom: FormOfAddress, sex: str | None = None) -> str:
    """The form (a key under `person`) for somebody of that sex, None while it isn't known."""
    return _FORMS[custom][sex]


def with_form(texts: Texts, masked_name: str) -> str:
    """`Bà N. T. HỢI`; the name alone where the form says nothing about the person."""
    known = {texts.words[f"person.{form}"] for form in _OF_ONE_PERSON}
    if not masked_name or texts.person not in known or texts.language != "vi":
        return masked_name
    return f"{texts.person[:1].upper()}{texts.person[1:]} {masked_name}"
