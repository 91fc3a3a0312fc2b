"""Pictures on their way from a person's own phone to a kiosk: sealed, and in memory alone."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec
from msgspec import Meta

from kiosk.domain.ports import (
    HAND_OFF_SEAL_BYTES,
    LONGEST_TITLE,
    MOST_HANDED,
    MOST_HANDED_BYTES,
)
from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

LIFE: Final = timedelta(minutes=10)
REMEMBERED: Final = timedelta(hours=24)
"""How long an id still answers that its hand-off has ended."""

_BEARER: Final = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})")


class HandOffRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a kiosk asks for: pictures of one paper."""

    token_digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    title: Annotated[str, Meta(min_length=1, max_length=LONGEST_TITLE)]
    language: Literal["vi", "en"]
    kinds: Annotated[
        list[Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9.+-]+\Z")]],
        Meta(min_length=1, max_length=20),
    ]
    most_files: Annotated[int, Meta(ge=1, le=MOST_HANDED)]
    most_bytes: Annotated[int, Meta(ge=1, le=MOST_HANDED_BYTES)]


@dataclass(slots=True)
class _Open:
    """A hand-off that lives; `phone` is the digest of the secret of the phone that joined."""

    device: str
    digest: str
    asked: HandOffRequest
    until: datetime
    phone: bytes | None = None
    files: dict[int, bytes] = field(default_factory=dict)


class HandOffs:
    """All that is open now. Called from one thread, that of the server's loop.

    Nothing is ever on the disk: when this process ends, every hand-off has ended.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._open: dict[str, _Open] = {}
        self._ended: dict[str, tuple[str, datetime]] = {}

    # --- the kiosk

    def begin(self, device: str, name: str, body: bytes) -> tuple[dict[str, object], bool]:
        """The answer to a kiosk that begins one, and whether it is new; its last one ends.

        Raises Problem: `request-unreadable`, `hand-off-differs`, `hand-off-ended`.
        """
        try:
            asked = msgspec.json.decode(body, type=HandOffRequest)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise Problem("request-unreadable") from error
        self.sweep()
        if name in self._ended:
            raise Problem("hand-off-ended")
        digest = hashlib.sha256(body).hexdigest()
        held = self._open.get(name)
        if held is None:
            for other, it in list(self._open.items()):
                if it.device == device:
                    self._end(other)
            held = _Open(device, digest, asked, self._now() + LIFE)
            self._open[name] = held
            new = True
        else:
            new = False
            if (held.device, held.digest) != (device, digest):
                raise Problem("hand-off-differs")
        answer: dict[str, object] = {"id": name, "digest": digest, "page": "/phone"}
        return answer | {"ends_in": self._ends_in(held)}, new

    def state(self, device: str, name: str) -> dict[str, object]:
        """How it stands. Raises Problem `not-found`."""
        self.sweep()
        ended = self._ended.get(name)
        if ended is not None and ended[0] == device:
            return {"id": name, "state": "ended", "files": [], "ends_in": 0}
        held = self._of(device, name)
        return {
            "id": name,
            "state": "waiting" if held.phone is None else "joined",
            "files": _listed(held),
            "ends_in": self._ends_in(held),
        }

    def file(self, device: str, name: str, number: int) -> bytes:
        """One sealed picture. Raises Problem: `not-found`, `hand-off-ended`."""
        self.sweep()
        ended = self._ended.get(name)
        if ended is not None and ended[0] == device:
            raise Problem("hand-off-ended")
        content = self._of(device, name).files.get(number)
        if content is None:
            raise Problem("not-found")
        return content

    def end(self, device: str, name: str) -> None:
        """Erase all of it; once more is harmless. Raises Problem `not-found`."""
        self.sweep()
        if self._ended.get(name, ("", None))[0] == device:
            return
        self._of(device, name)
        self._end(name)

    # --- the phone

    def join(self, name: str, bearer: str) -> dict[str, object]:
        """What a phone is asked for, and what it has sent; it stays the only one.

        Raises Problem: `not-found`, `hand-off-ended`, `token-unknown`, `phone-differs`.
        """
        held = self._joined(name, bearer)
        asked: dict[str, object] = msgspec.to_builtins(held.asked)
        del asked["token_digest"]
        return {"id": name, **asked, "files": _listed(held), "ends_in": self._ends_in(held)}

    def most(self, name: str, bearer: str, number: int) -> int:
        """How many sealed bytes it may have. Raises Problem: as `join`, `too-many-files`."""
        held = self._joined(name, bearer)
        if number > held.asked.most_files:
            raise Problem("too-many-files", detail=str(held.asked.most_files))
        return held.asked.most_bytes + HAND_OFF_SEAL_BYTES

    def keep(
        self, name: str, bearer: str, number: int, content: bytes
    ) -> tuple[dict[str, object], bool]:
        """Hold a sealed picture; what is answered, and whether it is new.

        Raises Problem: as `most`, `number-taken`, `request-unreadable` for what is no sealed
        picture.
        """
        self.most(name, bearer, number)
        if len(content) <= HAND_OFF_SEAL_BYTES:
            raise Problem("request-unreadable")
        files = self._open[name].files
        new = number not in files
        if not new and files[number] != content:
            raise Problem("number-taken")
        files[number] = content
        return _described(number, content), new

    def _joined(self, name: str, bearer: str) -> _Open:
        self.sweep()
        if name in self._ended:
            raise Problem("hand-off-ended")
        held = self._open.get(name)
        if held is None:
            raise Problem("not-found")
        spoken = _BEARER.fullmatch(bearer)
        token = hashlib.sha256((spoken[1] if spoken else "").encode()).hexdigest()
        if spoken is None or not hmac.compare_digest(token, held.asked.token_digest):
            raise Problem("token-unknown", headers={"WWW-Authenticate": "Bearer"})
        phone = hashlib.sha256(spoken[2].encode()).digest()
        if held.phone is None:
            held.phone = phone
        elif not hmac.compare_digest(phone, held.phone):
            raise Problem("phone-differs")
        return held

    # --- the end

    def sweep(self) -> None:
        """Erase what has come to its end, and forget what ended long ago."""
        now = self._now()
        for name, held in list(self._open.items()):
            if held.until <= now:
                self._end(name)
        for name, (_, until) in list(self._ended.items()):
            if until <= now:
                del self._ended[name]

    def _end(self, name: str) -> None:
        held = self._open.pop(name)
        self._ended[name] = (held.device, self._now() + REMEMBERED)

    def _of(self, device: str, name: str) -> _Open:
        held = self._open.get(name)
        if held is None or held.device != device:
            raise Problem("not-found")
        return held

    def _ends_in(self, held: _Open) -> int:
        return max(0, ceil((held.until - self._now()).total_seconds()))


def _described(number: int, content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    return {"number": number, "size": len(content), "digest": digest}


def _listed(held: _Open) -> list[dict[str, object]]:
    return [_described(number, content) for number, content in sorted(held.files.items())]
