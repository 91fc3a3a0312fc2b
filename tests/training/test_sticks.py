"""An export on a stick is judged by the training portal as if it had come over the wire."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import jwt
import pytest
import uuid6

from kiosk.domain.stick import (
    CONTENT,
    MANIFEST,
    MANIFEST_TYPE,
    RECEIPTS,
    RECEIPTS_TYPE,
    Listed,
    ListedFile,
    Manifest,
    Receipts,
    read_signed,
)
from kiosk.domain.submission import written
from kiosk.operations.enrolment import DeviceIdentity
from kiosk.training.sticks import StickRefused, StickTaken
from tests.training.making import NOW, account, attachment, dossier

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.submission import Parcel
    from tests.training.world import World

JPEG = b"\xff\xd8\xff" + b"picture" * 1000


def _listed(number: int, parcel: Parcel) -> Listed:
    files = tuple(ListedFile(it.digest, it.size) for it in parcel.files)
    return Listed(
        number, parcel.id, parcel.kind, "application/age", parcel.digest, len(parcel.body), files
    )


def _export(world: World, folder: Path, *parcels: Parcel) -> Manifest:
    """The folder as a kiosk writes it."""
    content = folder / CONTENT
    content.mkdir(parents=True)
    for parcel in parcels:
        (content / parcel.digest).write_bytes(parcel.body)
        for file in parcel.files:
            with file.open() as opened:
                (content / file.digest).write_bytes(opened.read())
    listed = tuple(_listed(number, it) for number, it in enumerate(parcels, start=1))
    manifest = Manifest(1, world.device.id, uuid6.uuid7(), NOW, listed)
    (folder / MANIFEST).write_bytes(world.device.signed(written(manifest), MANIFEST_TYPE))
    return manifest


def _receipts(world: World, folder: Path) -> Receipts:
    x = world.portal.describe().receipt_keys[0]
    key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": x}).key
    proven = jwt.PyJWS().decode_complete((folder / RECEIPTS).read_bytes(), key, ["EdDSA"])
    assert proven["header"]["typ"] == RECEIPTS_TYPE
    return read_signed(proven["payload"], Receipts)


def _with_paper(world: World, **answers: object) -> Parcel:
    file = world.kiosk.file(JPEG)
    return world.kiosk.parcel(dossier(attachment(file), **answers), file)


def test_what_comes_on_a_stick_has_the_receipt_that_the_wire_gives(
    here: World, tmp_path: Path
) -> None:
    asked, handed_in = here.kiosk.parcel(account()), _with_paper(here)
    manifest = _export(here, tmp_path / "stick", asked, handed_in)
    taken = here.training.sticks.take(tmp_path / "stick")
    assert taken == StickTaken(receipts=2, refusals=0, damaged=0)
    assert here.controls.counts() == {"accounts": 1, "dossiers": 1, "files": 1}
    receipts = _receipts(here, tmp_path / "stick")
    assert (receipts.device, receipts.export) == (manifest.device, manifest.export)
    for parcel, receipt in zip((asked, handed_in), receipts.receipts, strict=True):
        assert here.portal.deliver(parcel) == receipt.receipt()


def test_the_same_stick_twice_makes_no_two_dossiers(here: World, tmp_path: Path) -> None:
    _export(here, tmp_path / "stick", _with_paper(here))
    answers = []
    for _ in range(2):
        here.training.sticks.take(tmp_path / "stick")
        answers.append(_receipts(here, tmp_path / "stick").receipts)
    assert answers[0] == answers[1]
    assert here.controls.counts() == {"accounts": 0, "dossiers": 1, "files": 1}


def test_what_the_wire_has_brought_already_has_its_receipt(here: World, tmp_path: Path) -> None:
    parcel = _with_paper(here)
    here.portal.upload(parcel.files[0])
    receipt = here.portal.deliver(parcel)
    _export(here, tmp_path / "stick", parcel)
    here.training.sticks.take(tmp_path / "stick")
    assert [it.receipt() for it in _receipts(here, tmp_path / "stick").receipts] == [receipt]


def test_other_bytes_under_a_known_id_are_told_what_is_held(here: World, tmp_path: Path) -> None:
    file = here.kiosk.file(JPEG)
    here.portal.upload(file)
    document = dossier(attachment(file))
    receipt = here.portal.deliver(here.kiosk.parcel(document))
    _export(here, tmp_path / "stick", here.kiosk.parcel(document, file))
    here.training.sticks.take(tmp_path / "stick")
    assert [it.receipt() for it in _receipts(here, tmp_path / "stick").receipts] == [receipt]


def test_a_refusal_has_the_name_that_the_wire_gives(here: World, tmp_path: Path) -> None:
    parcel = _with_paper(here, phone="12")
    _export(here, tmp_path / "stick", parcel, _with_paper(here))
    taken = here.controls.take_stick(tmp_path / "stick")
    assert taken == {"receipts": 1, "refusals": 1, "damaged": 0}
    [refusal] = _receipts(here, tmp_path / "stick").refusals
    assert (refusal.id, refusal.digest, refusal.type) == (
        parcel.id,
        parcel.digest,
        "answers-refused",
    )
    assert refusal.errors[0].pointer == "/answers/phone"


def test_what_the_stick_has_damaged_stays_open(here: World, tmp_path: Path) -> None:
    parcels = [_with_paper(here) for _ in range(4)]
    _export(here, tmp_path / "stick", *parcels)
    content = tmp_path / "stick" / CONTENT
    (content / parcels[0].digest).unlink()
    body = (content / parcels[1].digest).read_bytes()
    (content / parcels[1].digest).write_bytes(b"x" + body[1:])
    (content / parcels[2].files[0].digest).write_bytes(b"")
    assert here.training.sticks.take(tmp_path / "stick") == StickTaken(1, 0, 3)
    assert [it.id for it in _receipts(here, tmp_path / "stick").receipts] == [parcels[3].id]
    # The same export from a stick that is whole goes on from there.
    _export(here, tmp_path / "again", *parcels)
    assert here.training.sticks.take(tmp_path / "again") == StickTaken(4, 0, 0)


def test_an_upload_that_the_wire_began_is_finished_from_the_stick(
    here: World, tmp_path: Path
) -> None:
    parcel = _with_paper(here)
    file = parcel.files[0]
    uploads = here.training.sticks._uploads
    upload = uploads.create(str(here.device.id), file.digest, file.size)
    with file.open() as content:
        uploads._file(upload.id).write_bytes(content.read(100))
    _export(here, tmp_path / "stick", parcel)
    assert here.training.sticks.take(tmp_path / "stick") == StickTaken(1, 0, 0)


def test_a_stranger_or_a_shut_kiosk_brings_nothing(here: World, tmp_path: Path) -> None:
    secrets: dict[str, bytes] = {}
    stranger = replace(here, device=DeviceIdentity(secrets.get, secrets.__setitem__))
    _export(stranger, tmp_path / "strange", _with_paper(here))
    forged = _export(here, tmp_path / "forged", _with_paper(here))
    signed = stranger.device.signed(written(forged), MANIFEST_TYPE)
    (tmp_path / "forged" / MANIFEST).write_bytes(signed)
    _export(here, tmp_path / "shut", _with_paper(here))
    here.training.devices.revoke(str(here.device.id))
    for name in ("strange", "forged", "shut"):
        with pytest.raises(StickRefused, match="the kiosk isn't known"):
            here.training.sticks.take(tmp_path / name)
        assert not (tmp_path / name / RECEIPTS).exists()


def test_what_was_signed_as_something_else_is_no_manifest(here: World, tmp_path: Path) -> None:
    manifest = _export(here, tmp_path / "stick", _with_paper(here))
    signed = here.device.signed(written(manifest), "JWT")
    (tmp_path / "stick" / MANIFEST).write_bytes(signed)
    with pytest.raises(StickRefused):
        here.training.sticks.take(tmp_path / "stick")


@pytest.mark.parametrize("content", [None, b"", b"a.b.c", b"\xff" * 100, b"e30.e30.e30", b"." * 9])
def test_what_is_no_manifest_is_refused(here: World, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(StickRefused):
        here.training.sticks.take(tmp_path)


def test_a_signed_manifest_of_another_shape_is_refused(here: World, tmp_path: Path) -> None:
    content = b'{"schema":2,"device":"%s"}' % str(here.device.id).encode()
    (tmp_path / MANIFEST).write_bytes(here.device.signed(content, MANIFEST_TYPE))
    with pytest.raises(StickRefused, match="isn't as agreed"):
        here.training.sticks.take(tmp_path)


def test_a_file_that_is_larger_than_the_portal_takes_is_a_refusal(
    here: World, tmp_path: Path
) -> None:
    parcel = _with_paper(here)
    manifest = _export(here, tmp_path / "stick", parcel)
    [listed] = manifest.submissions
    huge = (
        replace(listed, size=2**30),
        replace(listed, files=(ListedFile("0" * 64, 2**30),)),
    )
    signed = here.device.signed(written(replace(manifest, submissions=huge)), MANIFEST_TYPE)
    (tmp_path / "stick" / MANIFEST).write_bytes(signed)
    assert here.training.sticks.take(tmp_path / "stick") == StickTaken(0, 2, 0)
    refusals = _receipts(here, tmp_path / "stick").refusals
    assert [it.type for it in refusals] == ["too-large", "too-large"]


def test_a_digest_can_not_lead_out_of_the_folder(here: World, tmp_path: Path) -> None:
    manifest = _export(here, tmp_path / "stick", _with_paper(here))
    path = b"../" * 20 + b"etc/passwd"
    content = written(manifest).replace(manifest.submissions[0].digest.encode(), path)
    (tmp_path / "stick" / MANIFEST).write_bytes(here.device.signed(content, MANIFEST_TYPE))
    with pytest.raises(StickRefused):
        here.training.sticks.take(tmp_path / "stick")


def test_a_link_on_a_stick_is_not_followed(here: World, tmp_path: Path) -> None:
    parcel = _with_paper(here)
    _export(here, tmp_path / "stick", parcel)
    place = tmp_path / "stick" / CONTENT / parcel.digest
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    assert here.training.sticks.take(tmp_path / "stick") == StickTaken(0, 0, 1)
    assert hashlib.sha256((tmp_path / "elsewhere").read_bytes()).hexdigest() == parcel.digest


def test_a_stick_that_takes_no_receipts_is_told(here: World, tmp_path: Path) -> None:
    _export(here, tmp_path / "stick", _with_paper(here))
    (tmp_path / "stick" / f"{RECEIPTS}.part").mkdir()
    with pytest.raises(StickRefused, match="can't be written"):
        here.training.sticks.take(tmp_path / "stick")
