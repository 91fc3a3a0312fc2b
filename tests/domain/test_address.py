"""Addresses of today, found by any name they ever had, and old lines turned into new ones."""

from __future__ import annotations

import pytest

from kiosk.domain.address import (
    Addresses,
    Commune,
    Conversion,
    FormerCommune,
    Hit,
    Province,
    address_fault,
)

DAK_LAK = Province("66", "Tỉnh Đắk Lắk")
CITY = Province("79", "Thành phố Hồ Chí Minh")
DONG_THAP = Province("82", "Tỉnh Đồng Tháp")
HUE = Province("46", "Thành phố Huế")

PHU_HOA_1 = Commune("22255", "Xã Phú Hòa 1", DAK_LAK)
PHU_HOA_2 = Commune("22303", "Xã Phú Hòa 2", DAK_LAK)
TUY_HOA = Commune("22015", "Phường Tuy Hòa", DAK_LAK)
EA_KAR = Commune("24373", "Xã Ea Kar", DAK_LAK)
BAN_CO = Commune("27154", "Phường Bàn Cờ", CITY)
CON_DAO = Commune("26732", "Đặc khu Côn Đảo", CITY)
CAO_LANH = Commune("29869", "Phường Cao Lãnh", DONG_THAP)
MY_HIEP = Commune("30076", "Xã Mỹ Hiệp", DONG_THAP)
PHU_VINH = Commune("19900", "Xã Phú Vinh", HUE)

HOA_TRI = FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Xã Hòa Trị", ("22015", "22303"))
HOA_AN = FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Xã Hòa An", ("22255",))
HOA_AN_TOWN = FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Thị trấn Hoà An", ("22303",))
HOA_THANG = FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Xã Hòa Thắng", ("22255",))
HOA_THANH = FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Xã Hòa Thăng", ("22303",))
PHUONG_SON = FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Xã Phượng Sơn", ("22255",))
WARD_1 = FormerCommune("Tỉnh Phú Yên", "Thành phố Tuy Hòa", "Phường 1", ("22015",))
EA_YONG = FormerCommune("Tỉnh Đắk Lắk", "Huyện Ea Kar", "Xã Ea Yông", ("24373",))
WARD_3 = FormerCommune("Thành phố Hồ Chí Minh", "Quận 3", "Phường 01", ("27154",))
ISLAND = FormerCommune("Tỉnh Bà Rịa - Vũng Tàu", "Huyện Côn Đảo", "", ("26732",))
IN_TOWN = FormerCommune("Tỉnh Đồng Tháp", "Thành phố Cao Lãnh", "Xã Mỹ Trà", ("29869",))
IN_LAND = FormerCommune("Tỉnh Đồng Tháp", "Huyện Cao Lãnh", "Xã Mỹ Trà", ("30076",))
VINH_THANH = FormerCommune("Thành phố Huế", "Huyện Phú Vang", "Xã Vinh Thanh", ("19900",))

FORMERS = [HOA_TRI, HOA_AN, HOA_AN_TOWN, HOA_THANG, HOA_THANH, WARD_1, EA_YONG, WARD_3]
FORMERS += [ISLAND, IN_TOWN, IN_LAND, VINH_THANH, PHUONG_SON]


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    return Addresses(
        [PHU_HOA_1, PHU_HOA_2, TUY_HOA, EA_KAR, BAN_CO, CON_DAO, CAO_LANH, MY_HIEP, PHU_VINH],
        FORMERS,
    )


# --- looking up -----------------------------------------------------------------------------------


def test_provinces_and_communes_stand_in_the_order_of_their_short_names(
    addresses: Addresses,
) -> None:
    assert addresses.provinces() == (DAK_LAK, DONG_THAP, CITY, HUE)
    assert addresses.communes("66") == (EA_KAR, PHU_HOA_1, PHU_HOA_2, TUY_HOA)
    assert addresses.communes("00") == ()


def test_codes_are_looked_up(addresses: Addresses) -> None:
    assert addresses.province("66") is DAK_LAK
    assert addresses.commune("22303") is PHU_HOA_2
    assert addresses.province("00") is None
    assert addresses.commune("00000") is None


def test_an_address_is_written_as_one_line(addresses: Addresses) -> None:
    answer = {"province": "66", "commune": "22303", "hamlet": "Thôn Đông", "street": "Số 5"}
    assert addresses.written(answer) == "Số 5, Thôn Đông, xã Phú Hòa 2, tỉnh Đắk Lắk"
    assert addresses.written({"province": "66", "commune": "22303"}) == "xã Phú Hòa 2, tỉnh Đắk Lắk"
    assert addresses.written({"hamlet": "Thôn Đông"}) == "Thôn Đông"


def test_phrases_are_filled_with_the_names_of_a_commune_and_of_what_it_was(
    addresses: Addresses,
) -> None:
    patterns = ("Trạm Y tế {commune}", "Trung tâm Y tế {district}", "Viện {province}", "Tại nhà")
    assert addresses.phrases("22015", patterns) == (
        *("Trạm Y tế Hòa Trị", "Trạm Y tế Phường 1", "Trạm Y tế Tuy Hòa"),
        *("Trung tâm Y tế Phú Hòa", "Trung tâm Y tế Tuy Hòa"),
        *("Viện Phú Yên", "Viện Đắk Lắk"),
        "Tại nhà",
    )
    assert addresses.phrases("26732", patterns[:1]) == ("Trạm Y tế Côn Đảo",)
    assert addresses.phrases(None, patterns) == ("Tại nhà",)


# --- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["phu hoa 2", "PHÚ HOÀ 2", "xa phu-hoa 2", "hoa 2 phu", "dak phu hoa 2"]
)
def test_a_commune_is_found_without_marks_and_in_any_order(addresses: Addresses, text: str) -> None:
    assert addresses.search(text)[0] == Hit((PHU_HOA_2,))


@pytest.mark.parametrize("text", ["hòa trị", "hoa tri", "Hoà Trị Phú Hoà", "tri phu yen", "hoa tr"])
def test_an_old_name_finds_all_that_it_became(addresses: Addresses, text: str) -> None:
    assert addresses.search(text)[0] == Hit((TUY_HOA, PHU_HOA_2), HOA_TRI)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x.hoa tri", HOA_TRI),
        ("xa hoa tri huyen phu hoa tinh phu yen", HOA_TRI),
        ("thon 3 hoà trị", HOA_TRI),
        ("tdp 5a, xã Hòa Trị", HOA_TRI),
        ("p1 tuy hoa", WARD_1),
        ("phuong 1 tp tuy hoa", WARD_1),
        ("p.1 q.3 tphcm", WARD_3),
        ("p.01 q3 sai gon", WARD_3),
        ("mi tra thi cao lanh", None),
        ("my tra t.p cao lanh", IN_TOWN),
        ("mĩ trà cao lãnh", IN_TOWN),
        ("ea yong dac lac", EA_YONG),
    ],
)
def test_units_other_names_and_spellings_are_seen_through(
    addresses: Addresses, text: str, found: FormerCommune | None
) -> None:
    hits = addresses.search(text)
    assert (hits[0].former if hits else None) == found


@pytest.mark.parametrize("text", ["t", "tp", "tu", "q", "x", "p", "tt"])
def test_a_last_word_half_typed_is_not_taken_for_a_unit(addresses: Addresses, text: str) -> None:
    for hit in addresses.search(text):
        words = f"{hit.communes[0].name} {hit.communes[0].province.name} {hit.former}".casefold()
        assert text[0] in words


def test_an_island_without_communes_is_found_by_its_old_district(addresses: Addresses) -> None:
    assert addresses.search("con dao ba ria") == (Hit((CON_DAO,), ISLAND),)


def test_todays_name_comes_before_an_old_one(addresses: Addresses) -> None:
    assert [hit.former for hit in addresses.search("con dao")] == [None, ISLAND]


def test_search_stays_within_a_province_and_a_limit(addresses: Addresses) -> None:
    assert {hit.communes[0].province for hit in addresses.search("h", province="79")} == {CITY}
    assert len(addresses.search("hoa", limit=2)) == 2


@pytest.mark.parametrize("text", ["", " - ", "xyz"])
def test_nothing_is_found_for_nothing(addresses: Addresses, text: str) -> None:
    assert addresses.search(text) == ()


# --- from the old three tiers to the new two ------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên",
        "Thôn Đông, Hoà Trị, Phú Hoà, Phú Yên",
        "Thôn Đông, xã Hòa Trị, huyện Phú Hòa, tỉnh Phú Yên",
        "Thôn Đông,X. Hòa Trị,H. Phú Hòa,T. Phú Yên.",
        "Thôn Đông, HOA TRI, PHU HOA, PHU YEN",
        "Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên, Việt Nam",
        "Thôn Đông; Hòa-Trị; Phú Hòa; Phú Yên",
        "Thôn Đông, Hòa Trị, Phú Yên",
        "Thôn Đông, Hòa Trị, Tuy Hòa Cũ, Phú Yên",
    ],
)
def test_a_line_of_a_card_leads_to_every_commune_that_it_can_be(
    addresses: Addresses, line: str
) -> None:
    assert addresses.convert(line) == Conversion(
        text=line, hamlet="Thôn Đông", former=HOA_TRI, candidates=(TUY_HOA, PHU_HOA_2)
    )


@pytest.mark.parametrize(
    ("line", "former"),
    [
        ("TT Hòa An, Phú Hòa, Phú Yên", HOA_AN_TOWN),
        ("T.T. Hòa An, Phú Hòa, Phú Yên", HOA_AN_TOWN),
        ("Thị trấn Hoà An, Phú Hòa, Phú Yên", HOA_AN_TOWN),
        ("xã Hòa An, Phú Hòa, Phú Yên", HOA_AN),
        ("Hòa Thắng, Phú Hòa, Phú Yên", HOA_THANG),
        ("Hòa Thăng, Phú Hòa, Phú Yên", HOA_THANH),
        ("Phượng Sơn, Phú Hòa, Phú Yên", PHUONG_SON),
        ("PHUONG SON, PHU HOA, PHU YEN", PHUONG_SON),
        ("XA PHUONG SON, HUYEN PHU HOA, TINH PHU YEN", PHUONG_SON),
        ("phuong 1, thanh pho tuy hoa, phu yen", WARD_1),
        ("P.1, TP. Tuy Hòa, Phú Yên", WARD_1),
        ("P01, TP Tuy Hòa, Phú Yên", WARD_1),
        ("Phường 1, Q3, TPHCM", WARD_3),
        ("P. 1, quận 3, TP. Hồ Chí Minh", WARD_3),
        ("Mỹ Trà, TP Cao Lãnh, Đồng Tháp", IN_TOWN),
        ("Mỹ Trà, huyện Cao Lãnh, Đồng Tháp", IN_LAND),
        ("Vinh Thanh, Phú Vang, Thừa Thiên Huế", VINH_THANH),
        ("Ea Yông, Ea Kar, Đắc Lắc", EA_YONG),
        ("Khu 2, Côn Đảo, Bà Rịa-Vũng Tàu", ISLAND),
        ("Ea Yông, Đắk Lắk", EA_YONG),
    ],
)
def test_shortened_and_old_spellings_name_one_old_commune(
    addresses: Addresses, line: str, former: FormerCommune
) -> None:
    conversion = addresses.convert(line)
    assert conversion.former == former
    assert tuple(it.code for it in conversion.candidates) == former.codes


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        ("Hòa An, Phú Hòa, Phú Yên", (PHU_HOA_1, PHU_HOA_2)),
        ("Hoa Thang, Phú Hòa, Phú Yên", (PHU_HOA_1, PHU_HOA_2)),
        ("Mỹ Trà, Cao Lãnh, Đồng Tháp", (CAO_LANH, MY_HIEP)),
    ],
)
def test_two_old_communes_of_one_name_are_for_the_person_to_tell_apart(
    addresses: Addresses, line: str, candidates: tuple[Commune, ...]
) -> None:
    conversion = addresses.convert(line)
    assert conversion.former is None
    assert conversion.candidates == candidates


@pytest.mark.parametrize(
    ("line", "commune"),
    [
        ("Thôn Đông, xã Phú Hòa 2, tỉnh Đắk Lắk", PHU_HOA_2),
        ("Thôn Đông, Phú Hòa 2, Đắk Lắk", PHU_HOA_2),
        ("Thôn Đông, xã Ea Kar, Đắk Lắk", EA_KAR),
        ("Thôn Đông, đặc khu Côn Đảo, thành phố Hồ Chí Minh", CON_DAO),
        ("Thôn Đông, phường Ea Kar, Đắk Lắk", EA_KAR),
    ],
)
def test_a_line_of_today_is_understood_too(
    addresses: Addresses, line: str, commune: Commune
) -> None:
    assert addresses.convert(line) == Conversion(line, "Thôn Đông", None, None, (commune,))


@pytest.mark.parametrize(
    "line", ["", " , ", "Phú Yên", "A, B, C, D", "Phú Hòa, Phú Yên", "Việt Nam"]
)
def test_a_line_that_says_nothing_leaves_it_to_the_person(addresses: Addresses, line: str) -> None:
    assert addresses.convert(line).candidates == ()


@pytest.mark.parametrize(
    ("rest", "hamlet", "street"),
    [
        ("12 Lê Lợi, Tổ 3", "Tổ 3", "12 Lê Lợi"),
        ("12 Lê Lợi", None, "12 Lê Lợi"),
        ("Số 5, Trần Phú", None, "Số 5, Trần Phú"),
        ("12, hẻm 3, Khu phố Tây", "Khu phố Tây", "12, hẻm 3"),
        ("Buôn Đắk", "Buôn Đắk", None),
    ],
)
def test_hamlet_and_street_are_told_apart(
    addresses: Addresses, rest: str, hamlet: str | None, street: str | None
) -> None:
    conversion = addresses.convert(f"{rest}, Hòa Trị, Phú Hòa, Phú Yên")
    assert (conversion.hamlet, conversion.street) == (hamlet, street)


def test_the_commune_that_the_person_confirms_makes_the_answer(addresses: Addresses) -> None:
    conversion = addresses.convert("12 Lê Lợi, Tổ 3, Hòa Trị, Phú Hòa, Phú Yên")
    assert conversion.answer(PHU_HOA_2) == {
        "province": "66",
        "commune": "22303",
        "hamlet": "Tổ 3",
        "street": "12 Lê Lợi",
    }
    assert Conversion("").answer(EA_KAR) == {"province": "66", "commune": "24373"}


# --- an answer ------------------------------------------------------------------------------------


def test_an_address_without_its_commune_is_not_finished(addresses: Addresses) -> None:
    assert address_fault("Phú Yên") == ("province", {})
    assert address_fault({"hamlet": "Thôn Đông"}) == ("province", {})
    assert address_fault({"province": "66"}) == ("commune", {})
    assert address_fault({"province": "66", "commune": "1"}) is None
    assert address_fault({"province": "66", "commune": "1"}, addresses) == ("unknown", {})
    assert address_fault({"province": "79", "commune": "22303"}, addresses) == ("unknown", {})
    assert address_fault({"province": "66", "commune": "22303"}, addresses) is None


# --- where the scanner lost letters ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        ("Th?n ??ng, H?a Tr?, Ph? H?a, Ph? Y?n", (TUY_HOA, PHU_HOA_2)),
        ("Th\ufffdn, Xã H\ufffda Tr\ufffd, Huyện Phú Hòa, Tỉnh Phú Yên", (TUY_HOA, PHU_HOA_2)),
        ("H???a Tr???, Ph?? H??a, Ph?? Y??n", (TUY_HOA, PHU_HOA_2)),
        ("Ph??ng S?n, Phú Hòa, Phú Yên", (PHU_HOA_1,)),
        ("P.1, Tuy H?a, Ph? Y?n", (TUY_HOA,)),
        ("X? Ph? H?a 2, ??k L?k", (PHU_HOA_2,)),
        ("M? Tr?, Cao L?nh, ??ng Th?p", (CAO_LANH, MY_HIEP)),
        ("Vinh Thanh, Ph? Vang, TT Hu?", ()),
        ("H?a Tr?", ()),
        ("?", ()),
    ],
)
def test_of_a_line_that_lost_letters_every_place_is_offered_that_it_can_have_been(
    addresses: Addresses, line: str, candidates: tuple[Commune, ...]
) -> None:
    found = addresses.convert(line)
    assert found.candidates == candidates
    assert found.unsure


def test_details_that_lost_letters_are_asked_for_and_others_kept(addresses: Addresses) -> None:
    lost = addresses.convert("Th?n ??ng, H?a Tr?, Ph? H?a, Ph? Y?n")
    assert lost.details_lost
    assert lost.answer(PHU_HOA_2) == {"province": "66", "commune": "22303"}
    whole = addresses.convert("Thôn Đông, H?a Tr?, Ph? H?a, Ph? Y?n")
    assert not whole.details_lost
    assert whole.answer(PHU_HOA_2)["hamlet"] == "Thôn Đông"
    assert whole.former == HOA_TRI


def test_of_a_line_that_lost_every_mark_the_place_is_known_and_its_details_are_not(
    addresses: Addresses,
) -> None:
    found = addresses.convert("Thon Dong, Xa Hoa Tri, Huyen Phu Hoa, Tinh Phu Yen")
    assert (found.candidates, found.unsure) == ((TUY_HOA, PHU_HOA_2), False)
    assert found.details_lost
    assert found.answer(PHU_HOA_2) == {"province": "66", "commune": "22303"}


@pytest.mark.parametrize(
    "line",
    ["12/3, Hoa Tri, Phu Hoa, Phu Yen", "Hoa Tri, Phu Hoa, Phu Yen", "Buon Ea, Ea Yong, Ea Kar, X"],
)
def test_a_line_without_marks_that_had_no_words_to_lose_loses_nothing(
    addresses: Addresses, line: str
) -> None:
    assert not addresses.convert(line).details_lost


def test_a_line_whose_names_have_no_marks_may_have_had_none() -> None:
    plain_place = FormerCommune("Tỉnh Long An", "Huyện Tan Tru", "Xã Tan Dong", ("24373",))
    known = Addresses([EA_KAR], [plain_place])
    found = known.convert("Ap Ba, Tan Dong, Tan Tru, Long An")
    assert (found.hamlet, found.details_lost) == ("Ap Ba", False)


def test_where_too_many_places_can_be_meant_none_is_offered() -> None:
    many = [
        Commune(f"{code:05}", f"Xã Hò{letter}", DAK_LAK) for code, letter in enumerate("áàảãạâă")
    ]
    found = Addresses(many, ()).convert("X? H??, ??k L?k")
    assert (found.candidates, found.unsure) == ((), True)


@pytest.mark.parametrize(
    ("line", "former"),
    [
        ("Thôn Đông - Hòa Trị - Phú Hòa - Phú Yên", HOA_TRI),
        ("Huyện đảo Côn Đảo, Bà Rịa - Vũng Tàu", ISLAND),
        ("Mĩ Trà, TP Cao Lãnh, Đồng Tháp", IN_TOWN),
        ("Ea Yông, Ea Kar, Đắc Lắc", EA_YONG),
        ("P.1, TP. Tuy Hoà, Phú Yên", WARD_1),
    ],
)
def test_other_ways_to_write_a_line_are_read(
    addresses: Addresses, line: str, former: FormerCommune
) -> None:
    assert addresses.convert(line).former == former


def test_a_commune_with_the_name_of_an_old_district_is_asked_about(addresses: Addresses) -> None:
    """The line may as well have left out the old commune."""
    asked = addresses.convert("Thôn 3, Ea Kar, Đắk Lắk")
    assert (asked.candidates, asked.unsure) == ((EA_KAR,), True)
    said = addresses.convert("Thôn 3, xã Ea Kar, Đắk Lắk")
    assert (said.candidates, said.unsure) == ((EA_KAR,), False)
