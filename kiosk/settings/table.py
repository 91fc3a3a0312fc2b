"""One table of the settings: hands out values of the right kind, or says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum


class SettingsInvalid(Exception):
    """The program can't start with these settings: where (a JSON Pointer), and why, in words."""

    def __init__(self, file: str, pointer: str, reason: str) -> None:
        super().__init__(f"{file}, {pointer or '/'}: {reason}")
        self.file = file
        self.pointer = pointer
        self.reason = reason


class Table:
    """One table of the document: hands out values of the right kind, remembers what was asked."""

    def __init__(self, file: str, pointer: str, values: dict[str, object]) -> None:
        self._file = file
        self._pointer = pointer
        self._values = values
        self._known: set[str] = set()

    def wrong(self, key: str, reason: str) -> SettingsInvalid:
        """What is wrong at one of the table's names, to be raised."""
        return SettingsInvalid(self._file, f"{self._pointer}/{key}", reason)

    def peek(self, key: str) -> object:
        """What stands under a name, without having read it; None where nothing does."""
        return self._values.get(key)

    def _take(self, key: str, default: object) -> object:
        self._known.add(key)
        value = self._values.get(key, default)
        if value is None:
            raise self.wrong(key, "it is missing")
        return value

    def text(
        self,
        key: str,
        default: str | None = None,
        *,
        where: Callable[[str], object] = bool,
        said: str = "some words",
    ) -> str:
        """Words that pass `where`; `said` says in the failure what is wanted."""
        value = self._take(key, default)
        wanted = value == default or (isinstance(value, str) and where(value))
        if not isinstance(value, str) or not wanted:
            raise self.wrong(key, f"it must be {said}")
        return value

    def texts(
        self, key: str, default: Iterable[str], *, where: Callable[[str], object], said: str
    ) -> tuple[str, ...]:
        """Texts, each of which passes `where`; at least one, but where the default has none."""
        usual = list(default)
        value = self._take(key, usual)
        if not isinstance(value, list) or (usual and not value):
            raise self.wrong(key, f"it must be a list: {said}")
        for place, item in enumerate(value):
            if not isinstance(item, str) or not where(item):
                raise self.wrong(f"{key}/{place}", f"it must be {said}")
        return tuple(value)

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """A number between two others."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "it must be a number")
        if not least <= value <= most:
            raise self.wrong(key, f"it must lie between {least:g} and {most:g}")
        return float(value)

    def yes(self, key: str) -> bool:
        """Yes or no; no where nothing is said."""
        value = self._take(key, default=False)
        if not isinstance(value, bool):
            raise self.wrong(key, "it must be true or false")
        return value

    def choice(self, key: str, choices: type[StrEnum], default: StrEnum) -> str:
        """One of the words of `choices`."""
        names = [str(choice) for choice in choices]
        return self.text(
            key, str(default), where=names.__contains__, said=f"one of: {', '.join(names)}"
        )

    def table(self, key: str, *, required: bool = False) -> Table:
        """A table inside this one; an empty one where it may be missing."""
        value = self._take(key, None if required else {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"it must be a table: [{key}]")
        return Table(self._file, f"{self._pointer}/{key}", value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables, perhaps empty."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, f"it must be a list of tables: [[{key}]]")
        return tuple(
            Table(self._file, f"{self._pointer}/{key}/{place}", item)
            for place, item in enumerate(value)
        )

    def close(self) -> None:
        """Raise SettingsInvalid for the first name that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                raise self.wrong(key, "there is no such setting")
