"""What people let the kiosk keep of themselves: under the database's key, locked by their card.

Whoever has the running machine has the database's key. So each profile is encrypted once more,
under a key made from what stands on its owner's card and from their phone's last four digits, and
so is the mark by which it is found: without the card a row tells not even whose it is.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.domain.ports import ProfileLocked, QueueDamaged
from kiosk.domain.profile import Profile
from kiosk.domain.submission import read_json, written
from offline_queue.records import milliseconds, write_journal

if TYPE_CHECKING:
    from kiosk.domain.ports import Clock
    from kiosk.domain.profile import CardKey
    from offline_queue.store import Store

KEPT_PROFILE: Final = timedelta(days=365)
"""How long a profile is kept after its person used it last, unless the settings say otherwise."""

MOST_WRONG: Final = 5
"""So many wrong endings of a phone may be tried with one card, then none for `LOCKED`."""

LOCKED: Final = timedelta(hours=1)

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_ITERATIONS: Final = 3
_MEMORY_KIB: Final = 32 * 1024
"""Argon2id (RFC 9106): about a tenth of a second for one guess on a small machine."""


class Profiles:
    """The profiles of one store. Every method is called on the store's thread alone."""

    def __init__(self, store: Store, clock: Clock, marking_key: bytes) -> None:
        self._store = store
        self._clock = clock
        self._mark_salt = marking_key[:_SALT_BYTES]

    def keep(self, card: CardKey, profile: Profile) -> None:
        """Keep a profile in place of an earlier one; without a phone there is nothing to keep."""
        ending = profile.phone_ending
        if ending is None:
            return
        mark, salt = self._mark(card), secrets.token_bytes(_SALT_BYTES)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        locked = AESGCM(_key(card, ending, salt)).encrypt(nonce, written(profile), mark)
        with self._store.transaction():
            self._store.write(
                "INSERT OR REPLACE INTO profile (mark, salt, sealed, used_at) VALUES (?, ?, ?, ?)",
                (mark, salt, nonce + locked, self._now()),
            )
            write_journal(self._store, self._clock.now(), "profile-kept")

    def open(self, card: CardKey, ending: str) -> Profile | None:
        """The profile of the card's owner; None for wrong digits, and where there is none.

        Which of the two it is takes the same time and tells nothing. Raises ProfileLocked after
        `MOST_WRONG` tries, whether or not there is a profile.
        """
        mark = self._mark(card)
        self._count_try(mark)
        row = self._store.row("SELECT salt, sealed FROM profile WHERE mark = ?", (mark,))
        salt, sealed = (mark[:_SALT_BYTES], b"") if row is None else row
        nonce, locked = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        key = AESGCM(_key(card, ending, salt))
        try:
            content = key.decrypt(nonce or bytes(_NONCE_BYTES), locked, mark)
        except InvalidTag:
            return None
        with self._store.transaction():
            self._store.write("DELETE FROM profile_try WHERE mark = ?", (mark,))
            self._store.write("UPDATE profile SET used_at = ? WHERE mark = ?", (self._now(), mark))
            write_journal(self._store, self._clock.now(), "profile-opened")
        try:
            return read_json(content, Profile)
        except ValueError as error:
            raise QueueDamaged("a profile can't be read") from error

    def forget(self, card: CardKey) -> None:
        """Erase what is kept of the card's owner; where nothing is kept, that is fine too."""
        mark = self._mark(card)
        if self._store.row("SELECT 1 FROM profile WHERE mark = ?", (mark,)) is None:
            return
        with self._store.transaction():
            self._store.write("DELETE FROM profile WHERE mark = ?", (mark,))
            write_journal(self._store, self._clock.now(), "profile-forgotten")

    def any_kept(self) -> bool:
        """Whether anybody's profile is kept here; never whose."""
        return self._store.row("SELECT 1 FROM profile LIMIT 1") is not None

    def tidy(self) -> None:
        """Forget tries whose hour is over."""
        before = milliseconds(self._clock.now() - LOCKED)
        if self._store.row("SELECT 1 FROM profile_try WHERE tried_at < ? LIMIT 1", (before,)):
            with self._store.transaction():
                self._store.write("DELETE FROM profile_try WHERE tried_at < ?", (before,))

    def _count_try(self, mark: bytes) -> None:
        """Make a try durable before it is answered: a power cut gives none for nothing."""
        now, hour = self._now(), milliseconds(self._clock.now() - LOCKED)
        row = self._store.row("SELECT wrong, tried_at FROM profile_try WHERE mark = ?", (mark,))
        wrong, tried_at = (0, now) if row is None else row
        if tried_at > now:
            # The clock was set back: the hour is counted from now, not from a day to come.
            with self._store.transaction():
                self._store.write("UPDATE profile_try SET tried_at = ? WHERE mark = ?", (now, mark))
        if wrong >= MOST_WRONG and min(tried_at, now) > hour:
            raise ProfileLocked("too many wrong tries")
        with self._store.transaction():
            self._store.write(
                "INSERT OR REPLACE INTO profile_try (mark, wrong, tried_at) VALUES (?, ?, ?)",
                (mark, wrong + 1 if tried_at > hour else 1, now),
            )

    def _mark(self, card: CardKey) -> bytes:
        """What a row is found by: as hard to guess as the card."""
        return _derived(f"{card.number}|{card.issued_on.isoformat()}", self._mark_salt)

    def _now(self) -> int:
        return milliseconds(self._clock.now())


def _key(card: CardKey, ending: str, salt: bytes) -> bytes:
    return _derived(f"{card.number}|{card.issued_on.isoformat()}|{ending}", salt)


def _derived(secret: str, salt: bytes) -> bytes:
    hardened = Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=_ITERATIONS, lanes=1, memory_cost=_MEMORY_KIB
    )
    return hardened.derive(secret.encode())
