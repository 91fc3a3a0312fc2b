"""What waits goes out on a stick and comes back as receipts; a stick is never taken at its word."""

from __future__ import annotations

import base64
import contextlib
import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.events import Delivered, SetAside
from kiosk.domain.ports import QueueDamaged, SlipTooLate
from kiosk.domain.staff import Exported, Imported, StickUnusable
from kiosk.domain.stick import (
    CONTENT,
    MANIFEST,
    MANIFEST_TYPE,
    RECEIPTS,
    RECEIPTS_TYPE,
    Manifest,
    Receipts,
    StickReceipt,
    StickRefusal,
    read_signed,
)
from kiosk.domain.submission import Receipt, Refusal, State, written
from kiosk.operations import stick as module
from kiosk.operations.enrolment import DeviceIdentity
from kiosk.operations.stick import Stick
from tests.offline_queue.forms import account_form, birth_form, finished
from tests.operations.point import HelpPoint, help_point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[HelpPoint]:
    """A help point whose portal has nothing yet."""
    with help_point(tmp_path) as it:
        yield it


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpPoint]:
    with help_point(tmp_path_factory.mktemp("shared")) as it:
        yield it


@pytest.fixture
def point(
    shared: HelpPoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[HelpPoint]:
    """A help point with a stick of its own, where nothing waits; for the next one neither."""
    monkeypatch.setattr(shared, "usb", tmp_path)
    monkeypatch.setattr(shared, "receipt_keys", shared.receipt_keys)
    yield shared
    for submission in shared.queue.outgoing().result():
        with contextlib.suppress(QueueDamaged):
            parcel = shared.queue.handed_out(submission).result()
            shared.queue.delivered(
                Receipt(parcel.id, parcel.digest, "T-1", shared.here.clock.now())
            )


def _taken(point: HelpPoint) -> Path:
    """An export that the portal has taken: the folder with its receipts."""
    folder = point.stick.export(point.usb).folder
    point.here.training.sticks.take(folder)
    return folder


def _read_receipts(point: HelpPoint, folder: Path) -> Receipts:
    key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": point.receipt_keys[0]}).key
    proven = jwt.PyJWS().decode_complete((folder / RECEIPTS).read_bytes(), key, ["EdDSA"])
    return read_signed(proven["payload"], Receipts)


def _sign(point: HelpPoint, folder: Path, receipts: Receipts, typ: str = RECEIPTS_TYPE) -> None:
    """As the portal itself would sign it."""
    key = point.here.training.sticks._key
    (folder / RECEIPTS).write_bytes(key.signed(written(receipts), typ))


def _refused(point: HelpPoint, folder: Path) -> str:
    with pytest.raises(StickUnusable) as unusable:
        point.stick.import_receipts(folder)
    return unusable.value.reason


def test_what_waits_reaches_the_portal_by_stick_and_its_receipts_come_back(
    alone: HelpPoint,
) -> None:
    account = finished(alone.queue, account_form())
    dossier = finished(alone.queue, birth_form(), account.id)
    exported = alone.stick.export(alone.usb)
    assert exported == Exported(2, exported.folder, 0)
    alone.here.training.sticks.take(exported.folder)
    assert alone.here.controls.counts() == {"accounts": 1, "dossiers": 1, "files": 1}
    assert alone.stick.import_receipts(exported.folder) == Imported(2, 0, 0)
    assert alone.state(account) is alone.state(dossier) is State.DELIVERED
    receipts = [alone.queue.submission(it.id).result().receipt for it in (account, dossier)]
    told = [Delivered(it.id, it) for it in receipts if it is not None]
    assert alone.told == told
    # The same again is harmless, and no news.
    assert alone.stick.import_receipts(exported.folder) == Imported(0, 0, 2)
    assert alone.told == told


def test_what_is_on_the_stick_is_sealed_and_listed_by_its_own_digests(point: HelpPoint) -> None:
    journey = finished(point.queue)
    folder = point.stick.export(point.usb).folder
    key = jwt.PyJWK(point.here.device.public_key).key
    signed = (folder / MANIFEST).read_bytes()
    proven = jwt.PyJWS().decode_complete(signed, key, ["EdDSA"])
    assert proven["header"]["typ"] == MANIFEST_TYPE
    manifest = read_signed(proven["payload"], Manifest)
    assert manifest.device == point.here.device.id
    [listed] = manifest.submissions
    assert (listed.sequence, listed.id) == (1, journey.id)
    names = {listed.digest: listed.size, listed.files[0].digest: listed.files[0].size}
    on_stick = {it.name: it.stat().st_size for it in (folder / CONTENT).iterdir()}
    assert on_stick == names
    for file in (folder / CONTENT).iterdir():
        assert file.read_bytes().startswith(b"age-encryption.org/v1")
    everything = b"".join(it.read_bytes() for it in folder.rglob("*") if it.is_file())
    assert str(journey.slip.ticket).encode() not in everything


def test_what_left_on_a_stick_can_not_be_withdrawn_until_the_portal_has_spoken(
    point: HelpPoint,
) -> None:
    journey = finished(point.queue)
    point.stick.export(point.usb)
    assert point.standing(journey).in_doubt
    with pytest.raises(SlipTooLate):
        point.queue.withdraw(journey.slip).result()


def test_the_same_export_again_is_another_folder_and_no_second_dossier(alone: HelpPoint) -> None:
    finished(alone.queue)
    first, second = (alone.stick.export(alone.usb).folder for _ in range(2))
    assert first != second
    for folder in (first, second):
        alone.here.training.sticks.take(folder)
    assert alone.here.controls.counts()["dossiers"] == 1
    assert alone.stick.import_receipts(alone.usb) == Imported(1, 0, 1)


def test_what_is_not_sealed_stays(tmp_path: Path) -> None:
    with help_point(tmp_path, sealed=False) as point:
        journey = finished(point.queue)
        exported = point.stick.export(point.usb)
        assert (exported.submissions, exported.left_out) == (0, 1)
        assert list((exported.folder / CONTENT).iterdir()) == []
        assert not point.standing(journey).in_doubt


def test_a_refusal_comes_back_with_its_reason_and_what_depends_on_it(tmp_path: Path) -> None:
    with help_point(tmp_path, birth_form()) as point:
        account = finished(point.queue, account_form())
        follower = finished(point.queue, birth_form(), account.id)
        other = finished(point.queue, birth_form())
        folder = _taken(point)
        assert point.stick.import_receipts(folder) == Imported(1, 1, 1)
        refusal = point.queue.submission(account.id).result().refusal
        assert refusal is not None
        assert refusal.type == "procedure-unknown"
        told = {it.id for it in point.told if isinstance(it, SetAside) and it.refusal == refusal}
        assert told == {account.id, follower.id}
        assert point.state(follower) is State.REFUSED
        assert point.state(other) is State.DELIVERED


def test_an_old_refusal_can_not_be_played_again(tmp_path: Path) -> None:
    with help_point(tmp_path, account_form()) as point:
        journey = finished(point.queue, birth_form())
        folder = _taken(point)
        assert point.stick.import_receipts(folder) == Imported(0, 1, 0)
        point.queue.retry(journey.id).result()
        assert point.stick.import_receipts(folder) == Imported(0, 0, 1)
        assert point.state(journey) is State.WAITING


def test_a_refusal_of_bytes_that_never_left_is_nothing(point: HelpPoint) -> None:
    finished(point.queue)
    folder = _taken(point)
    left = finished(point.queue)
    receipts = _read_receipts(point, folder)
    refusals = [
        StickRefusal(id_, "0" * 64, "answers-refused", "", ())
        for id_ in (left.id, receipts.export)  # one that waits here, one that nobody knows
    ]
    _sign(point, folder, replace(receipts, receipts=(), refusals=tuple(refusals)))
    assert point.stick.import_receipts(folder) == Imported(0, 0, 2)
    assert point.state(left) is State.WAITING


def test_other_bytes_at_the_portal_set_it_aside_as_over_the_wire(point: HelpPoint) -> None:
    journey = finished(point.queue)
    folder = _taken(point)
    receipts = _read_receipts(point, folder)
    strange = replace(receipts.receipts[0], digest="0" * 64)
    _sign(point, folder, replace(receipts, receipts=(strange,)))
    point.stick.import_receipts(folder)
    assert point.queue.submission(journey.id).result().refusal == Refusal("conflict", "")
    assert point.told == [SetAside(journey.id, Refusal("conflict", ""))]


def test_a_stick_carries_the_exports_of_many_kiosks(point: HelpPoint) -> None:
    journey = finished(point.queue)
    other = point.usb / "kiosk-00000000-20261123-1"
    other.mkdir()
    (other / RECEIPTS).write_bytes(b"another kiosk's")
    assert _refused(point, point.usb) == "other-device"
    _taken(point)
    assert point.stick.import_receipts(point.usb) == Imported(1, 0, 0)
    assert point.state(journey) is State.DELIVERED


# --- what is forged, damaged or another's ---------------------------------------------------------


def _forged(signed: bytes) -> bytes:
    header, payload, _ = signed.split(b".")
    key = Ed25519PrivateKey.generate()
    signature = base64.urlsafe_b64encode(key.sign(header + b"." + payload)).rstrip(b"=")
    return b".".join((header, payload, signature))


def _unsigned(signed: bytes) -> bytes:
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"help-point-receipts+jws"}')
    return header.rstrip(b"=") + b"." + signed.split(b".")[1] + b"."


def _by_mac(signed: bytes) -> bytes:
    """Signed with the public key as if it were a shared secret."""
    payload = base64.urlsafe_b64decode(signed.split(b".")[1] + b"==")
    return jwt.PyJWS().encode(payload, "x" * 64, "HS256", {"typ": RECEIPTS_TYPE}).encode()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (_forged, "forged"),
        (_unsigned, "forged"),
        (_by_mac, "forged"),
        (lambda signed: signed[:-1], "forged"),
        (lambda signed: signed.replace(b".", b".e", 1), "forged"),
        (lambda _: b"\xff" * 1000, "forged"),
        (lambda _: b"." * 1000, "forged"),
        (lambda _: b"", "damaged"),
        (lambda signed: signed + b"A" * (17 * 1024 * 1024), "damaged"),
    ],
)
def test_receipts_that_are_not_the_portals_change_nothing(
    point: HelpPoint, changed: Callable[[bytes], bytes], reason: str
) -> None:
    journey = finished(point.queue)
    folder = _taken(point)
    file = folder / RECEIPTS
    file.write_bytes(changed(file.read_bytes()))
    assert _refused(point, folder) == reason
    assert point.state(journey) is State.WAITING


def test_receipts_for_another_kiosk_change_nothing(point: HelpPoint) -> None:
    journey = finished(point.queue)
    folder = _taken(point)
    receipts = _read_receipts(point, folder)
    _sign(point, folder, replace(receipts, device=receipts.export))
    assert _refused(point, folder) == "other-device"
    assert point.state(journey) is State.WAITING


def test_what_the_portal_signed_as_something_else_is_no_receipt(point: HelpPoint) -> None:
    finished(point.queue)
    folder = _taken(point)
    _sign(point, folder, _read_receipts(point, folder), typ="JWT")
    assert _refused(point, folder) == "forged"


def test_what_this_kiosk_signed_itself_is_no_receipt(point: HelpPoint) -> None:
    finished(point.queue)
    folder = _taken(point)
    content = written(_read_receipts(point, folder))
    (folder / RECEIPTS).write_bytes(point.here.device.signed(content, RECEIPTS_TYPE))
    assert _refused(point, folder) == "forged"


def test_signed_receipts_of_another_shape_change_nothing(point: HelpPoint) -> None:
    finished(point.queue)
    folder = _taken(point)
    told: dict[str, Any] = json.loads(written(_read_receipts(point, folder)))
    told["receipts"][0]["digest"] = "0"
    key = point.here.training.sticks._key
    signed = key.signed(json.dumps(told).encode(), RECEIPTS_TYPE)
    (folder / RECEIPTS).write_bytes(signed)
    assert _refused(point, folder) == "damaged"


def test_without_the_portals_key_no_receipt_is_believed(point: HelpPoint) -> None:
    finished(point.queue)
    folder = _taken(point)
    point.receipt_keys = ()
    assert _refused(point, folder) == "no-keys"
    point.receipt_keys = ("not a key",)
    assert _refused(point, folder) == "forged"


def test_a_link_in_the_place_of_receipts_is_not_followed(point: HelpPoint) -> None:
    finished(point.queue)
    folder = _taken(point)
    (folder / RECEIPTS).rename(point.usb / "elsewhere")
    (folder / RECEIPTS).symlink_to(point.usb / "elsewhere")
    assert _refused(point, folder) == "damaged"


def test_a_stick_without_receipts_is_told(point: HelpPoint) -> None:
    assert _refused(point, point.usb) == "not-receipts"
    assert _refused(point, point.usb / "gone") == "none"


# --- sticks that fail -----------------------------------------------------------------------------


def _unusable(point: HelpPoint, to: Path | None = None) -> str:
    with pytest.raises(StickUnusable) as unusable:
        point.stick.export(to or point.usb)
    return unusable.value.reason


def test_a_stick_that_is_not_there_is_told(point: HelpPoint) -> None:
    journey = finished(point.queue)
    assert _unusable(point, point.usb / "gone") == "none"
    assert not point.standing(journey).in_doubt


def test_a_stick_without_room_is_told_before_anything_leaves(
    point: HelpPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = finished(point.queue)
    monkeypatch.setattr(module, "_free_bytes", lambda _folder: 1000)
    assert _unusable(point) == "full"
    assert not point.standing(journey).in_doubt
    assert list(point.usb.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read-only"),
        (errno.ENODEV, "pulled"),
        (errno.EIO, "pulled"),
        (errno.ELOOP, "other"),
    ],
)
@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_stick_that_fails_half_way_loses_nothing(
    point: HelpPoint, monkeypatch: pytest.MonkeyPatch, number: int, reason: str, writes: int
) -> None:
    journey = finished(point.queue)
    real = module._write
    left = iter(range(writes))

    def write(file: Path, pieces: Iterable[bytes]) -> None:
        if next(left, None) is None:
            raise OSError(number, os.strerror(number))
        real(file, pieces)

    with monkeypatch.context() as failing:
        failing.setattr(module, "_write", write)
        assert _unusable(point) == reason
    assert list(point.usb.iterdir()) == []
    assert point.state(journey) is State.WAITING
    folder = _taken(point)
    assert point.stick.import_receipts(folder) == Imported(1, 0, 0)


def test_that_bytes_may_arrive_is_known_before_any_is_on_the_stick(
    point: HelpPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = finished(point.queue)

    def write(_file: Path, _pieces: Iterable[bytes]) -> None:
        assert point.standing(journey).in_doubt
        raise OSError(errno.ENODEV, "pulled")

    monkeypatch.setattr(module, "_write", write)
    assert _unusable(point) == "pulled"


def test_a_full_file_system_is_told_as_full() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no such device here")
    with pytest.raises(StickUnusable) as unusable, module._named(), full.open("wb") as file:
        file.write(b"x" * 100_000)
    assert unusable.value.reason == "full"


@pytest.mark.parametrize("for_good", [True, False])
def test_one_that_our_own_disk_does_not_give_back_keeps_no_other_here(
    alone: HelpPoint, tmp_path: Path, *, for_good: bool
) -> None:
    lost = finished(alone.queue)
    attachments = tmp_path / "data" / "attachments"
    for file in attachments.iterdir():
        file.unlink()
        if not for_good:
            file.mkdir()  # it is there, and can't be opened
    whole = finished(alone.queue)
    folder = _taken(alone)
    assert alone.stick.import_receipts(folder) == Imported(1, 0, 0)
    assert alone.state(lost) is State.WAITING
    assert alone.state(whole) is State.DELIVERED


def test_more_than_a_page_waits(point: HelpPoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAGE", 2)
    for _ in range(5):
        finished(point.queue)
    assert point.stick.export(point.usb).submissions == 5


def test_a_receipt_is_written_as_it_is_kept(point: HelpPoint) -> None:
    journey = finished(point.queue)
    folder = _taken(point)
    [receipt] = _read_receipts(point, folder).receipts
    point.stick.import_receipts(folder)
    kept = point.queue.submission(journey.id).result().receipt
    assert kept is not None
    assert StickReceipt.of(kept) == receipt


def test_a_kiosk_whose_own_key_is_damaged_says_so(point: HelpPoint) -> None:
    finished(point.queue)
    damaged = DeviceIdentity(lambda _name: b"{", lambda _name, _secret: None)
    stick = Stick(point.queue, damaged, lambda: point.receipt_keys, point.here.clock)
    with pytest.raises(StickUnusable) as unusable:
        stick.export(point.usb)
    assert unusable.value.reason == "device-key"
