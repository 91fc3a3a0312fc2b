"""The tables of communes as they are shipped, and tables that aren't as agreed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.address import FormerCommune
from kiosk.domain.damage import is_garbled
from kiosk.packs.addresses import (
    COMMUNES,
    FORMER_COMMUNES,
    AddressesUnreadable,
    read_addresses,
)

if TYPE_CHECKING:
    from kiosk.domain.address import Addresses

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "packs" / "national" / "addresses"
HEADS = {
    COMMUNES: "province_code,province,commune_code,kind,commune\n",
    FORMER_COMMUNES: "former_province,former_district,former_commune,commune_codes\n",
}
ROWS = {
    COMMUNES: "66,Tỉnh Đắk Lắk,22303,Xã,Xã Phú Hòa 2\n",
    FORMER_COMMUNES: "Tỉnh Phú Yên,Huyện Phú Hòa,Xã Hòa Trị,22303\n",
}


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    return read_addresses(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, head in HEADS.items():
        (tmp_path / name).write_text(head + ROWS[name], encoding="utf-8")
    return tmp_path


def formers() -> list[FormerCommune]:
    with (SHIPPED / FORMER_COMMUNES).open(encoding="utf-8", newline="") as text:
        _, *rows = csv.reader(text)
    return [
        FormerCommune(province, district, name, tuple(codes.split(";")))
        for province, district, name, codes in rows
    ]


def test_all_provinces_and_communes_are_there(addresses: Addresses) -> None:
    provinces = addresses.provinces()
    assert len(provinces) == 34
    assert sum(len(addresses.communes(province.code)) for province in provinces) == 3321


def test_every_old_address_leads_to_all_that_it_became(addresses: Addresses) -> None:
    """Units in full name one commune; without them the candidates still hold the right ones."""
    for former in formers():
        parts = [part for part in (former.name, former.district, former.province) if part]
        conversion = addresses.convert(", ".join(["Thôn Đông", *parts]))
        assert conversion.former == former
        assert tuple(it.code for it in conversion.candidates) == former.codes
        assert conversion.hamlet == "Thôn Đông"
        bare = addresses.convert(", ".join(_without_unit(part) for part in parts))
        assert set(former.codes) <= {it.code for it in bare.candidates}


def test_every_address_of_today_is_recognised(addresses: Addresses) -> None:
    for province in addresses.provinces():
        for commune in addresses.communes(province.code):
            line = addresses.written({"commune": commune.code, "hamlet": "Thôn Đông"})
            conversion = addresses.convert(line)
            assert commune in conversion.candidates
            assert conversion.hamlet == "Thôn Đông"


def test_no_name_of_a_place_is_taken_for_damaged() -> None:
    for file in (COMMUNES, FORMER_COMMUNES):
        assert not is_garbled((SHIPPED / file).read_text(encoding="utf-8"))


def test_a_split_commune_is_offered_whole(addresses: Addresses) -> None:
    conversion = addresses.convert("Thôn Đông, Hoà Trị, Phú Hoà, Phú Yên")
    assert {it.name for it in conversion.candidates} == {"Xã Phú Hòa 2", "Phường Tuy Hòa"}
    hit = addresses.search("hoa tri phu hoa")[0]
    assert {it.name for it in hit.communes} == {"Xã Phú Hòa 2", "Phường Tuy Hòa"}


def test_small_tables_are_read(folder: Path) -> None:
    commune = read_addresses(folder).commune("22303")
    assert commune is not None
    assert commune.province.name == "Tỉnh Đắk Lắk"


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        (COMMUNES, "a,b,c,d,e\n", 1),
        (COMMUNES, HEADS[COMMUNES] + "66,Tỉnh Đắk Lắk,22303\n", 2),
        (FORMER_COMMUNES, HEADS[FORMER_COMMUNES] + "a,b,c\n", 2),
        (FORMER_COMMUNES, HEADS[FORMER_COMMUNES] + ROWS[FORMER_COMMUNES] + "a,b,c,99999\n", 3),
        (FORMER_COMMUNES, HEADS[FORMER_COMMUNES] + "a,b,c,\n", 2),
    ],
)
def test_a_table_that_is_not_as_agreed_says_where(
    folder: Path, name: str, content: str, line: int
) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(AddressesUnreadable) as caught:
        read_addresses(folder)
    assert (caught.value.file, caught.value.line) == (name, line)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_table_that_cannot_be_read_is_named(folder: Path, content: bytes | None) -> None:
    (folder / COMMUNES).unlink()
    if content is not None:
        (folder / COMMUNES).write_bytes(content)
    with pytest.raises(AddressesUnreadable, match=COMMUNES):
        read_addresses(folder)


def _without_unit(name: str) -> str:
    for unit in ("Thành phố", "Thị trấn", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã"):
        if name.startswith(f"{unit} "):
            return name.removeprefix(f"{unit} ")
    return name
