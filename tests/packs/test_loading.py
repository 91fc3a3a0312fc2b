"""What is good in a pack is used, what is bad is refused by file, place and reason."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.packs import LifeEvent, RefusedFile, load_packs, seal_manifest
from kiosk.packs.loading import MOST_PROCEDURE_BYTES, MOST_REASON
from tests.domain.tiny import document
from tests.packs.making import change, make_pack, write

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.packs import Packs

TODAY: Final = date(2026, 11, 26)
WHEN: Final = "procedures/when@2026.1.json"


def codes(packs: Packs) -> list[str]:
    return [procedure.code for procedure in packs.procedures]


def refusal(folder: Path) -> RefusedFile:
    """The only refusal, where the other procedure of the pack is still offered."""
    packs = load_packs(folder, TODAY)
    assert codes(packs) == ["fees"]
    (refused,) = packs.refused
    return refused


def test_a_good_pack_is_read_whole(tmp_path: Path) -> None:
    make_pack(tmp_path, "when", "fees")
    packs = load_packs(tmp_path, TODAY)
    assert packs.refused == ()
    assert codes(packs) == ["fees", "when"]
    (manifest,) = packs.manifests
    assert (manifest.pack, manifest.version, manifest.checked_on) == (
        "trial", "2026.1", date(2026, 11, 21),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "pointer", "reason"),
    [
        (b"", "", "is not JSON"),
        (b"{'code': 1}", "", "is not JSON"),
        (b"\xff\xfe{}", "", "is not JSON"),
        (b'{"code": "a", "code": "b"}', "", "the key 'code' stands there twice"),
        (b'{"code": NaN}', "", "NaN is no number"),
        (b"[" * 100_000 + b"]" * 100_000, "", "is not JSON"),
        (b"[" * 40 + b"]" * 40, "", "nested more than 32 levels"),
        (b"[]", "", "is not of type 'object'"),
        (b'{"title": {"vi": "a\\u0000b"}}', "/title/vi", "U+0000"),
        (b'{"code": "abc\\n"}', "/code", "U+000A"),
        (b'{"title": {"vi": "anh\\u202egnp.exe"}}', "/title/vi", "U+202E"),
        (b'{"a~/b": [1, "\\ud800"]}', "/a~0~1b/1", "U+D800"),
        (b'{"\\u2066": 1}', "/\ufffd", "U+2066"),
        (b'{"\\udc00": 1}', "/\ufffd", "U+DC00"),
        (b" " * (MOST_PROCEDURE_BYTES + 1), "", "is larger than"),
    ],
)
def test_a_file_that_is_no_such_document_is_refused(
    tmp_path: Path, content: bytes, pointer: str, reason: str
) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    write(pack / WHEN, content)
    seal_manifest(pack)
    refused = refusal(tmp_path)
    assert (refused.file, refused.pointer) == (f"trial/{WHEN}", pointer)
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("facts", "pointer", "reason"),
    [
        ({"level": "four"}, "/level", "'four' is not one of"),
        ({"applicant": "nobody"}, "/applicant", "there is no field 'nobody'"),
    ],
)
def test_a_procedure_that_breaks_the_schema_or_makes_no_sense_is_refused(
    tmp_path: Path, facts: dict[str, Any], pointer: str, reason: str
) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    change(pack / WHEN, **facts)
    seal_manifest(pack)
    refused = refusal(tmp_path)
    assert (refused.file, refused.pointer) == (f"trial/{WHEN}", pointer)
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("married &&", "Syntax error"),
        ("1 + 1", "must say bool, but says int"),
        ("unheard_of", "undeclared reference"),
        ("wedding_year > 1", "doesn't come before it"),
    ],
)
def test_a_procedure_with_a_bad_expression_is_refused(
    tmp_path: Path, expression: str, reason: str
) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    tasks = document("when")["tasks"]
    tasks[0]["steps"][2]["when"] = expression
    change(pack / WHEN, tasks=tasks)
    seal_manifest(pack)
    refused = refusal(tmp_path)
    assert refused.pointer == "/tasks/0/steps/2/when"
    assert reason in refused.reason


def test_a_field_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    tasks = document("when")["tasks"]
    tasks[0]["steps"][0]["fields"][0]["kind"] = "signature"
    change(pack / WHEN, tasks=tasks)
    seal_manifest(pack)
    refused = refusal(tmp_path)
    assert refused.pointer == "/tasks/0/steps/0/fields/0/kind"
    assert "'signature' is not one of" in refused.reason


def test_a_file_changed_after_sealing_is_refused(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    change(pack / WHEN, version="2026.2")
    assert refusal(tmp_path) == RefusedFile(
        f"trial/{WHEN}", "", "is not the file that the manifest means (SHA-256)"
    )


def test_a_file_that_the_manifest_names_in_vain_is_refused(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    (pack / WHEN).unlink()
    assert "can't be read" in refusal(tmp_path).reason


def test_a_file_that_the_manifest_does_not_name_is_not_used(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "fees")
    write(pack / WHEN, {**document("when"), "code": "when"})
    assert refusal(tmp_path) == RefusedFile(f"trial/{WHEN}", "", "the manifest doesn't name it")


def test_a_name_that_cannot_be_shown_is_not_shown(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "fees")
    (pack / "anh\u202egnp.exe").write_bytes(b"")
    assert refusal(tmp_path).file == "trial/anh\ufffdgnp.exe"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("name", [WHEN, "manifest.json"])
def test_what_never_ends_is_no_file(tmp_path: Path, name: str) -> None:
    """Reading from it would wait for ever."""
    make_pack(tmp_path, "fees").rename(tmp_path / "good")
    change(tmp_path / "good" / "manifest.json", pack="good")
    pack = make_pack(tmp_path, "when")
    (pack / name).unlink()
    os.mkfifo(pack / name)
    packs = load_packs(tmp_path, TODAY)
    assert codes(packs) == ["fees"]
    assert [(it.file, it.reason) for it in packs.refused] == [(f"trial/{name}", "is no file")]


def test_a_link_out_of_the_pack_is_not_followed(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "packs", "when", "fees")
    outside = tmp_path / "outside.json"
    outside.write_bytes((pack / WHEN).read_bytes())
    (pack / WHEN).unlink()
    try:
        (pack / WHEN).symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    assert refusal(tmp_path / "packs").reason == "lies outside of the pack"


@pytest.mark.parametrize(
    "name",
    ["../secret.json", "/etc/hostname", "C:/secret.json", "a\\b.json", "a//b", "manifest.json",
     ".git/config", "procedures/../../x"],
)  # fmt: skip
def test_a_manifest_that_names_files_elsewhere_refuses_the_pack(tmp_path: Path, name: str) -> None:
    pack = make_pack(tmp_path, "when")
    manifest = json.loads((pack / "manifest.json").read_bytes())
    change(pack / "manifest.json", files={**manifest["files"], name: "0" * 64})
    packs = load_packs(tmp_path, TODAY)
    assert packs.procedures == ()
    (refused,) = packs.refused
    assert (refused.file, refused.pointer) == ("trial/manifest.json", "/files")


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (b"no JSON", ""),
        ({"schema": 1}, ""),
        ({"schema": 1, "pack": "other", "version": "2026.1", "checked_on": "2026-11-21",
          "files": {}}, "/pack"),
        ({"schema": 1, "pack": "trial", "version": "1", "checked_on": "2026-11-21",
          "files": {}}, "/version"),
        ({"schema": 1, "pack": "trial", "version": "2026.1", "checked_on": "2026-11-21",
          "files": {"a.json": "short"}}, "/files/a.json"),
    ],
)  # fmt: skip
def test_a_pack_with_a_bad_manifest_is_refused_and_the_others_load(
    tmp_path: Path, content: object, pointer: str
) -> None:
    make_pack(tmp_path, "fees").rename(tmp_path / "good")
    change(tmp_path / "good" / "manifest.json", pack="good")
    write(tmp_path / "trial" / "manifest.json", content)
    packs = load_packs(tmp_path, TODAY)
    assert codes(packs) == ["fees"]
    (refused,) = packs.refused
    assert (refused.file, refused.pointer) == ("trial/manifest.json", pointer)


def test_no_pack_at_all_is_said(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        packs = load_packs(folder, TODAY)
        assert packs.procedures == ()
        assert [refused.reason for refused in packs.refused] == ["there is no pack"]


def test_a_long_reason_is_cut(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    change(pack / WHEN, **{"x" * 5000: 1})
    seal_manifest(pack)
    assert len(refusal(tmp_path).reason) == MOST_REASON


# --- versions and dates ---------------------------------------------------------------------------


def source(begins: str, ends: str | None = None) -> dict[str, Any]:
    return {**document("when")["source"], "effective_from": begins, "effective_to": ends}


def test_an_expired_procedure_is_kept_apart_and_not_offered(tmp_path: Path) -> None:
    make_pack(tmp_path, "when", source=source("2025-01-01", "2026-11-25"))
    packs = load_packs(tmp_path, TODAY)
    assert packs.refused == ()
    assert packs.procedures == packs.search("thu") == ()
    assert [procedure.code for procedure in packs.expired] == ["when"]
    assert packs.procedure("when") is None
    assert packs.procedure("when", "2026.1") is packs.expired[0]


def test_a_procedure_is_offered_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    make_pack(tmp_path, "when", source=source("2026-11-26", "2026-11-27"))
    offered = {
        day: (codes(packs), len(packs.coming), len(packs.expired))
        for day in (25, 26, 27, 28)
        for packs in [load_packs(tmp_path, date(2026, 11, day))]
    }
    assert offered == {25: ([], 1, 0), 26: (["when"], 0, 0), 27: (["when"], 0, 0), 28: ([], 0, 1)}


def test_the_newest_version_is_offered_and_the_older_ones_stay_usable(tmp_path: Path) -> None:
    for version in ("2026.10", "2026.9"):
        make_pack(tmp_path, "when", version=version)
    packs = load_packs(tmp_path, TODAY)
    assert [procedure.version for procedure in packs.procedures] == ["2026.10"]
    old = packs.procedure("when", "2026.9")
    assert packs.superseded == (old,)
    newest = packs.procedure("when")
    assert newest is not None
    assert newest.version == "2026.10"
    assert packs.procedure("when", "2026.11") is None


def test_one_version_stands_in_one_file(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    write(pack / "procedures" / "z.json", (pack / WHEN).read_bytes())
    seal_manifest(pack)
    packs = load_packs(tmp_path, TODAY)
    assert codes(packs) == ["fees", "when"]
    assert packs.refused == (
        RefusedFile("trial/procedures/z.json", "/version", f"stands in trial/{WHEN} already"),
    )


# --- life events ----------------------------------------------------------------------------------

BIRTH: Final = {"id": "birth", "title": {"vi": "Sinh con"}, "icon": "baby", "keywords": ["em bé"]}


def test_procedures_are_found_under_their_life_event(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", life_event="birth")
    write(pack / "life_events.json", [BIRTH, {**BIRTH, "icon": "stork"}])
    seal_manifest(pack)
    packs = load_packs(tmp_path, TODAY)
    assert [(it.id, it.title, it.icon, it.keywords) for it in packs.life_events] == [
        ("birth", {"vi": "Sinh con"}, "baby", ("em bé",))
    ]
    assert isinstance(packs.life_events[0], LifeEvent)
    assert packs.of_life_event("birth") == packs.procedures
    assert packs.of_life_event("death") == ()
    assert packs.search("em be") == packs.procedures


def test_an_account_is_under_no_tile(tmp_path: Path) -> None:
    make_pack(tmp_path, "when", life_event="birth", kind="account")
    packs = load_packs(tmp_path, TODAY)
    assert codes(packs) == ["when"]
    assert packs.of_life_event("birth") == ()


def test_bad_life_events_are_refused_and_procedures_stay(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "fees", life_event="birth")
    write(pack / "life_events.json", [{"id": "birth"}])
    seal_manifest(pack)
    refused = refusal(tmp_path)
    assert (refused.file, refused.pointer) == ("trial/life_events.json", "/0")


# --- sealing --------------------------------------------------------------------------------------


def test_sealing_keeps_the_facts_of_the_manifest_and_drops_what_is_gone(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "when", "fees")
    change(pack / "manifest.json", version="2026.7")
    (pack / WHEN).unlink()
    seal_manifest(pack)
    packs = load_packs(tmp_path, TODAY)
    assert packs.refused == ()
    assert packs.manifests[0].version == "2026.7"
    assert list(packs.manifests[0].files) == ["procedures/fees@2026.1.json"]


def test_a_file_of_any_other_sort_is_only_verified(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, "fees")
    write(pack / "addresses" / "communes.csv", b"a,b\n")
    seal_manifest(pack)
    assert load_packs(tmp_path, TODAY).refused == ()
    write(pack / "addresses" / "communes.csv", b"a,c\n")
    assert refusal(tmp_path).file == "trial/addresses/communes.csv"


def test_a_file_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_pack(tmp_path, "fees")
    write(pack / "film.bin", b"x" * 50_000)
    seal_manifest(pack)
    monkeypatch.setattr("kiosk.packs.manifest.MOST_BYTES", 40_000)
    assert refusal(tmp_path) == RefusedFile("trial/film.bin", "", "is larger than 40000 bytes")
