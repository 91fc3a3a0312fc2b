"""The doctor says what is wrong with a help point, and what to do, whatever is wrong with it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from kiosk.domain.ports import (
    CertificateNotInForce,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    QueueDamaged,
    QueueFull,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
)
from kiosk.domain.staff import Finding, QueueHealth, Soundness
from kiosk.domain.submission import Refusal
from kiosk.operations import doctor
from kiosk.operations.desk import Desk, examined
from kiosk.operations.doctor import examine
from kiosk.operations.enrolment import (
    PORTAL_KEYS_NAME,
    SECRET_NAME,
    Enrolment,
)
from kiosk.operations.pin import PIN_NAME
from kiosk.operations.stick import Stick
from kiosk.packs import load_packs, seal_manifest
from kiosk.papers import try_darkroom
from offline_queue.key import DATABASE_KEY
from tests.offline_queue.forms import CANARIES, finished
from tests.operations.house import House
from tests.operations.scene import Scene, check_words
from tests.packs.making import change, make_pack
from tests.training.world import world
from ui.staff_words import finding_words
from ui.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.ports import PortalFailure

GIGA = 10**9


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_sound_help_point_has_nothing_to_mend(scene: Scene) -> None:
    finished(scene.queue)
    assert scene.found() == {}


def test_each_file_of_a_pack_that_is_refused_is_named_with_place_and_reason(
    scene: Scene, tmp_path: Path
) -> None:
    pack = make_pack(tmp_path / "packs", "when", "fees")
    change(pack / "procedures" / "when@2026.1.json", tasks=[])
    seal_manifest(pack)
    (pack / "procedures" / "fees@2026.1.json").write_bytes(b"{}")
    packs = load_packs(tmp_path / "packs", date(2026, 11, 26))
    findings = [
        it for it in examine(replace(scene.point, packs=packs.refused)) if it.part == "packs"
    ]
    check_words(tuple(findings))
    said = sorted(finding_words(Texts.read("vi"), it) for it in findings)
    assert "trial/procedures/fees@2026.1.json" in said[0]
    assert "SHA-256" in said[0]
    assert "trial/procedures/when@2026.1.json" in said[1]
    assert "/tasks: [] should be non-empty" in said[1]
    assert {it.soundness for it in findings} == {Soundness.BROKEN}


def test_every_word_of_the_doctor_is_said_by_a_finding_of_the_code() -> None:
    """What is in the texts alone would be a finding that nobody makes."""
    code = Path(doctor.__file__).read_text(encoding="utf-8")
    reasons = {"missing", "locked", "unavailable", "unsafe", "unreadable", "wrong"}
    for key in Texts.read("vi").words:
        kind, _, what = key.removesuffix(".fix").rpartition(".")
        if (
            not kind.startswith("doctor.")
            or kind == "doctor.settings"
            or key.startswith("doctor.other")
        ):
            continue
        known = what in reasons | {"file", "keyring", "sound"}
        assert known or f'"{what}"' in code, key


@pytest.mark.parametrize(
    "reason", ["missing", "locked", "unavailable", "unsafe", "unreadable", "wrong"]
)
def test_a_key_that_can_not_be_had_is_told(scene: Scene, reason: str) -> None:
    found = scene.found(queue=QueueLocked(reason))
    assert found.keys() == {f"key.{reason}", "store.locked"} | NOT_SEEN
    assert found[f"key.{reason}"].soundness is Soundness.BROKEN
    scene.locked = QueueLocked(reason)
    locked = scene.found(queue=QueueLocked(reason))
    assert f"key.{reason}" in locked


@pytest.mark.parametrize(
    ("failure", "what"),
    [
        (QueueDamaged(), "damaged"),
        (QueueTooNew(), "too-new"),
        (QueueInUse(), "in-use"),
        (QueueFull(), "full"),
    ],
)
def test_data_that_can_not_be_opened_are_told(scene: Scene, failure: Exception, what: str) -> None:
    assert scene.found(queue=failure).keys() == {f"store.{what}"}


def test_a_machine_that_can_not_look_at_pictures_of_papers_is_told(scene: Scene) -> None:
    assert scene.found(darkroom=try_darkroom) == {}
    ends_at_once = (sys.executable, "-c", "")
    found = scene.found(darkroom=lambda: try_darkroom(ends_at_once))
    assert found.keys() == {"papers.undeveloped"}


def test_a_kiosk_before_its_first_start_is_sound(scene: Scene) -> None:
    assert scene.found(queue=None) == {}


def test_what_the_store_knows_of_itself_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = scene.queue.health().result()
    sick = replace(whole, set_aside=("queue.db.damaged-1",), unreadable=2, unsealed=3)

    class Answered:
        def result(self) -> QueueHealth:
            return sick

    monkeypatch.setattr(scene.queue, "health", Answered)
    found = scene.found()
    assert found.keys() == {"store.set-aside", "store.unreadable", "queue.unsealed"}
    assert found["store.unreadable"].values == {"count": 2}


def test_a_store_that_fails_while_it_is_looked_at_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failed:
        def result(self) -> QueueHealth:
            raise QueueDamaged("the disk")

    monkeypatch.setattr(scene.queue, "health", Failed)
    assert scene.found().keys() == {"store.damaged"}


@pytest.mark.parametrize(
    ("free", "what"), [(5 * GIGA, None), (GIGA // 2, "little"), (GIGA // 20, "full")]
)
def test_a_disk_that_fills_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, free: int, what: str | None
) -> None:
    usage = shutil.disk_usage(scene.point.data)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    assert scene.found().keys() == ({f"disk.{what}"} if what else set())


def test_a_full_disk_is_not_told_as_a_failing_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(**_how: object) -> None:
        raise OSError(28, "no space left on device")

    usage = shutil.disk_usage(scene.point.data)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    monkeypatch.setattr(tempfile, "TemporaryFile", no_room)
    assert scene.found().keys() == {"disk.full"}


def test_a_disk_that_takes_nothing_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(**_how: object) -> None:
        raise OSError(30, "read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", read_only)
    assert scene.found().keys() == {"disk.unwritable"}


def test_a_data_folder_that_can_not_even_be_looked_for_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path, **_how: object) -> None:
        raise PermissionError(13, "not for you")

    monkeypatch.setattr(Path, "stat", denied)
    assert scene.found().keys() == {"disk.unwritable"}


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (PortalUnreachable("ConnectTimeout"), {"portal.lost", "clock.unknown"}),
        (CertificateNotInForce("not yet"), {"portal.certificate", "clock.doubted"}),
        (PortalUnreachable("SSLError"), {"portal.certificate", "clock.unknown"}),
        (PortalRefused(Refusal("x", "")), {"portal.lost", "clock.unknown"}),
        (PortalNotAuthorised("device-revoked"), {"portal.shut"}),
    ],
)
def test_a_portal_that_does_not_answer_as_it_should_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, failure: PortalFailure, expected: set[str]
) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr(scene.portal, "describe", fail)
    assert scene.found().keys() == expected


def test_a_portal_that_shut_this_kiosk_out_is_told(scene: Scene) -> None:
    scene.portal.not_authorised = PortalNotAuthorised("device-revoked")
    assert scene.found().keys() == {"portal.shut"}


@pytest.mark.parametrize(
    ("seconds", "what"),
    [(0, None), (29, None), (40, "slow"), (-40, "fast"), (90_000, "days-off"), (-9e6, "days-off")],
)
def test_a_clock_that_is_off_is_told(scene: Scene, seconds: float, what: str | None) -> None:
    scene.drift = timedelta(seconds=seconds)
    assert scene.found().keys() == ({f"clock.{what}"} if what else set())


def test_an_enrolment_that_is_missing_is_told(scene: Scene) -> None:
    del scene.secrets[PORTAL_KEYS_NAME]
    asked = len(scene.portal.calls)
    assert scene.found().keys() == {"enrolment.not-yet"}
    assert scene.found(has_code=False).keys() == {"enrolment.no-code"}
    assert [it[0] for it in scene.portal.calls[asked:]] == ["describe", "describe"]


def test_a_portal_without_keys_is_told(scene: Scene) -> None:
    scene.secrets[PORTAL_KEYS_NAME] = b"[]"
    assert scene.found().keys() == {"enrolment.without-keys"}


def test_damaged_keys_are_told(scene: Scene) -> None:
    scene.secrets[PORTAL_KEYS_NAME] = b"{"
    assert scene.found().keys() == {"enrolment.unreadable"}
    scene = Scene(scene.point.data)
    scene.secrets[SECRET_NAME] = b"{"
    scene.identity._known = None
    assert scene.found().keys() == {"enrolment.device-key"}


def test_a_missing_pin_is_told(scene: Scene) -> None:
    del scene.secrets[PIN_NAME]
    assert scene.found().keys() == {"pin.not-set"}


def test_sizes_and_spans_are_told_as_people_say_them() -> None:
    english = Texts.read("en")
    disk = Finding("disk", "little", Soundness.POOR, {"bytes": 640_000_000})
    assert finding_words(english, disk) == "Only 640 MB free on the disk."
    disk = Finding("disk", "sound", Soundness.SOUND, {"bytes": 77_391_818_752})
    assert finding_words(english, disk) == "77 GB free on the disk."
    clock = Finding("clock", "slow", Soundness.POOR, {"seconds": 7260})
    assert finding_words(english, clock) == "The clock is 2 hours slow."


def test_what_waits_long_and_who_was_not_told_is_counted(scene: Scene) -> None:
    refused = finished(scene.queue)
    finished(scene.queue)
    scene.queue.refused(refused.id, Refusal("identity-mismatch", ""))
    assert scene.found().keys() == {"queue.untold"}
    scene.queue.told(refused.id).result()
    scene.clock.pass_(25 * 3600)
    found = scene.found()
    assert found.keys() == {"queue.old"}
    assert found["queue.old"].values == {"count": 1, "seconds": 25 * 3600}


def test_an_examination_names_nobody(scene: Scene) -> None:
    journey = finished(scene.queue)
    scene.queue.refused(journey.id, Refusal("identity-mismatch", ""))
    told = msgspec.json.encode(examined(examine(scene.point))).decode()
    for word in (*CANARIES, str(journey.slip.ticket), str(journey.id), "N. T. C."):
        assert word not in told


# --- by command, from a disk ----------------------------------------------------------------------


@pytest.fixture
def examined_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[House, Callable[[], set[str]]]:
    house = House(tmp_path)
    house.keep()

    def found() -> set[str]:
        ended = house.run(monkeypatch, capsys, "doctor", "--json")
        assert ended.code == 1
        assert ended.err == ""
        findings = ended.value["findings"]
        return {f"{it['part']}.{it['what']}" for it in findings if it["soundness"] != "sound"}

    return house, found


ALWAYS = {"portal.lost", "clock.unknown", "pin.not-set", "enrolment.not-yet", "queue.unsealed"}
NOT_SEEN = {"pin.unreadable", "enrolment.unreadable"}
"""Nobody is told to set a PIN or to enrol anew while the key is away that all lies with."""

CLOSED = (ALWAYS - {"queue.unsealed", "pin.not-set", "enrolment.not-yet"}) | NOT_SEEN


def test_a_disk_is_examined_without_a_network(
    examined_house: tuple[House, Callable[[], set[str]]],
) -> None:
    _, found = examined_house
    assert found() == ALWAYS


def test_a_lost_or_strange_key_is_found(
    examined_house: tuple[House, Callable[[], set[str]]],
) -> None:
    house, found = examined_house
    key = house.secrets.get(DATABASE_KEY)
    assert key is not None
    house.secrets.put(DATABASE_KEY, bytes(32))
    assert found() == CLOSED | {"key.wrong", "store.locked"}
    house.forget_secrets()
    assert found() == CLOSED | {"key.missing", "store.locked"}
    house.secrets.put(DATABASE_KEY, key)
    assert found() == ALWAYS
    assert house.settings.key_file is not None
    house.settings.key_file.chmod(0o644)
    assert "key.unsafe" in found()


def test_settings_that_are_missing_are_found(
    examined_house: tuple[House, Callable[[], set[str]]],
) -> None:
    house, found = examined_house
    house.file.unlink()
    assert found() == {"settings.invalid"}


def test_a_kiosk_at_its_portal_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with world(tmp_path, kept=False) as here:
        house = House(tmp_path, here.url)
        house.set_pin()
        house.clock = here.clock  # type: ignore[assignment]
        monkeypatch.setattr("kiosk.errands.SystemClock", lambda: here.clock)
        room = house.room
        enrolment = Enrolment(
            room.identity,
            house.secrets.get,
            house.secrets.put,
            here.training.devices.new_code(),
        )
        enrolment.complete(room.portal.enrol, room.portal.describe)
        room.portal.close()
        house.keep()
        ended = house.run(monkeypatch, capsys, "doctor")
        assert ended.code == 0, ended.out
        assert [line[0] for line in ended.out.splitlines()] == ["✓"] * 12
        here.training.devices.revoke(str(room.identity.id))
        found = house.run(monkeypatch, capsys, "doctor", "--json").value["findings"]
        assert {"part": "portal", "what": "shut", "soundness": "broken", "values": {}} in found


# --- the desk -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"verb": "fly"},
        {"verb": ["ls"]},
        {"verb": "ls", "count": 10**9},
        {"verb": "ls", "start": -1},
        {"verb": "ls", "pin": None},
        {"verb": "ls", "what": 1},
        {"verb": "show", "ticket": "x" * 5000},
    ],
)
def test_a_question_that_is_none_is_answered_so(scene: Scene, asked: dict[str, object]) -> None:
    stick = Stick(scene.queue, scene.identity, scene.enrolment.receipt_keys, scene.clock)
    desk = Desk(scene.pin, scene.queue, stick, scene.clock, lambda: None, tuple)
    assert desk.answer(asked) == {"ok": False, "failure": "question", "values": {}}
