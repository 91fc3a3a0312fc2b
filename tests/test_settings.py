from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from kiosk.settings import (
    DEMO_FILE,
    VARIABLES,
    FormOfAddress,
    IdleTimes,
    KeyStore,
    Patience,
    RealKeyboard,
    Sending,
    Settings,
    SettingsInvalid,
    SlipPaper,
    SwitchKeys,
    default_file,
    demo_settings,
    load_settings,
    write_settings,
)

DATA = Path("/var/lib/kiosk").absolute()
KEYS = Path("/etc/kiosk/keys.json").absolute()

LEAST = f"""
data = '{DATA}'
[point]
name = "Nhà văn hoá"
commune_line = "xã Phú Hòa 2"
commune = "22303"
province = "66"
letters = "TK"
phone = "0257 000 1234"
[portal]
url = "https://portal.example"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def load(file: Path, text: str, **environment: str) -> Settings:
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environment)


def refusal(file: Path, text: str, **environment: str) -> tuple[str, str]:
    with pytest.raises(SettingsInvalid) as invalid:
        load(file, text, **environment)
    assert invalid.value.file in {str(file), "environment"}
    return invalid.value.pointer, invalid.value.reason


def test_what_is_not_said_has_a_safe_default(file: Path) -> None:
    settings = load(file, LEAST)
    assert settings.data == DATA
    assert settings.key_store is KeyStore.KEYRING
    assert settings.languages == ("vi",)
    assert settings.form_of_address is FormOfAddress.ONG_BA
    assert settings.slip_paper is SlipPaper.ROLL
    assert settings.point.address == "xã Phú Hòa 2"
    assert (settings.scanner, settings.printer, settings.helpers) == (None, None, ())
    assert settings.camera == ""
    assert settings.paper_scanner == ""
    assert settings.idle == IdleTimes()
    assert not settings.demo


def test_everything_can_be_said(file: Path) -> None:
    settings = load(
        file,
        f'key_store = "file"\nkey_file = "{KEYS}"\n'
        'languages = ["vi", "en"]\nform_of_address = "bạn"\nreal_keyboard = "vni"\n'
        + LEAST
        + f"""
[[helpers]]
name = "Chị Lan"
role = "Đoàn thanh niên"
code = "07"
[screen]
diagonal = 15.6
[devices]
scanner = "/dev/ttyACM0"
camera = "USB 2.0 Camera"
paper_scanner = "epson2:usb:1"
printer = "Slip"
slip_paper = "a5"
media = ['{DATA}']
[idle.personal]
warn_after = 240
[switches]
takes = ["F1", "A"]
goes_on = ["F2"]
slow_s = 4
quick_s = 0.8
bounce_s = 0.3
hold_s = 0
""",
    )
    assert settings.form_of_address is FormOfAddress.BAN
    assert settings.real_keyboard is RealKeyboard.VNI
    assert [(it.name, it.role, it.code) for it in settings.helpers] == [
        ("Chị Lan", "Đoàn thanh niên", "07")
    ]
    assert (settings.scanner, settings.printer) == ("/dev/ttyACM0", "Slip")
    assert settings.camera == "USB 2.0 Camera"
    assert settings.paper_scanner == "epson2:usb:1"
    assert settings.slip_paper is SlipPaper.SHEET
    assert settings.screen_diagonal == 15.6
    assert settings.media == (DATA,)
    assert settings.idle.personal == Patience(240, 45)
    assert settings.switches == SwitchKeys(("F1", "A"), ("F2",), 4.0, 0.8, 0.3, 0.0)


def test_the_environment_wins_over_the_file(file: Path) -> None:
    settings = load(
        file,
        LEAST,
        KIOSK_PORTAL_URL="http://127.0.0.1:8080",
        KIOSK_SCREEN_DIAGONAL="24",
        KIOSK_PRINTER="5",
        PATH="/bin",
    )
    assert settings.portal_url == "http://127.0.0.1:8080"
    assert settings.screen_diagonal == 24
    assert settings.printer == "5"


def test_the_environment_can_name_the_file(file: Path) -> None:
    file.write_text(LEAST, encoding="utf-8")
    assert load_settings(None, {"KIOSK_SETTINGS": str(file)}).data == DATA


@pytest.mark.parametrize(
    ("before", "after", "pointer", "reason"),
    [
        ('letters = "TK"', 'letters = "tk"', "/point/letters", "it must be two capital letters"),
        ('letters = "TK"', "", "/point/letters", "it is missing"),
        ('commune = "22303"', "commune = 22303", "/point/commune", "it must be five digits"),
        ('province = "66"', 'province = "6"', "/point/province", "it must be two digits"),
        ('name = "Nhà văn hoá"', 'name = ""', "/point/name", "it must be some words"),
        ("https:", "http:", "/portal/url", "it must be an address with https://"),
        ("https://portal.example", "portal", "/portal/url", "it must be an address with https://"),
        (
            "https://portal.example",
            "https://[",
            "/portal/url",
            "it must be an address with https://",
        ),
        ("[point]", "[place]", "/point", "it is missing"),
        ("[portal]", "[[portal]]", "/portal", "it must be a table: [portal]"),
        ("phone =", "telephone =", "/point/phone", "it is missing"),
        ("[portal]", 'fax = "1"\n[portal]', "/point/fax", "there is no such setting"),
    ],
)
def test_a_wrong_setting_is_named_with_its_reason(
    file: Path, before: str, after: str, pointer: str, reason: str
) -> None:
    assert before in LEAST
    assert refusal(file, LEAST.replace(before, after)) == (pointer, reason)


@pytest.mark.parametrize(
    ("line", "pointer", "reason"),
    [
        ('colour = "red"', "/colour", "there is no such setting"),
        ('demo = "yes"', "/demo", "it must be true or false"),
        ('lead_key = "age1lead"', "/lead_key", "it must be an age key, age1…"),
        ('key_store = "cloud"', "/key_store", "it must be one of: keyring, file"),
        ('real_keyboard = "viqr"', "/real_keyboard", "it must be one of: telex, vni"),
        ("languages = []", "/languages", "it must be a list: a language, as vi"),
        ('languages = ["vi", "English"]', "/languages/1", "it must be a language, as vi"),
        ("helpers = 3", "/helpers", "it must be a list of tables: [[helpers]]"),
        (
            "[sending]\nmost_kbit_s = 9",
            "/sending/most_kbit_s",
            "it must be 0 (no limit), or at least 64",
        ),
        (
            '[sending]\nfiles_from = "22:00"',
            "/sending/files_to",
            "files_from and files_to must be two different hours",
        ),
        (
            '[sending]\nfiles_from = "22:00"\nfiles_to = "22:00"',
            "/sending/files_to",
            "files_from and files_to must be two different hours",
        ),
        ('[sending]\nfiles_from = "22"', "/sending/files_from", "it must be an hour, as 22:00"),
        ("[screen]\ndiagonal = 3", "/screen/diagonal", "it must lie between 7 and 100"),
        ("[screen]\ndiagonal = nan", "/screen/diagonal", "it must lie between 7 and 100"),
        ("[screen]\ndiagonal = true", "/screen/diagonal", "it must be a number"),
        (
            "[idle.public]\ncountdown = 5",
            "/idle/public/countdown",
            "it must lie between 20 and 600",
        ),
        ("[idle.home]\ncountdown = 50", "/idle/home", "there is no such setting"),
        (
            '[switches]\ntakes = ["Super"]',
            "/switches/takes/0",
            "it must be names of keys, as Space, F5 or A",
        ),
        (
            '[switches]\ntakes = ["Space", "Tab"]',
            "/switches/goes_on",
            "no key may be among takes too",
        ),
        ("[switches]\nslow_s = 0", "/switches/slow_s", "it must lie between 0.5 and 20"),
        ("[switches]\npace = 2", "/switches/pace", "there is no such setting"),
        ('[[helpers]]\nname = "Lan"', "/helpers/0/code", "it is missing"),
        (
            '[devices]\nmedia = ["usb"]',
            "/devices/media/0",
            "it must be a list of whole paths",
        ),
    ],
)
def test_a_wrong_choice_is_named_with_what_would_do(
    file: Path, line: str, pointer: str, reason: str
) -> None:
    text = LEAST + line if line.startswith("[") else line + LEAST
    assert refusal(file, text) == (pointer, reason)


def test_a_wrong_value_from_the_environment_is_refused_too(file: Path) -> None:
    assert refusal(file, LEAST, KIOSK_KEY_STORE="x")[0] == "/key_store"
    assert refusal(file, LEAST, KIOSK_SCREEN_DIAGONAL="x")[0] == "/screen/diagonal"
    assert refusal(file, "portal = 1", KIOSK_PORTAL_URL="x")[0] == "/portal"
    assert refusal(file, LEAST, KIOSK_PORTL="x") == ("/KIOSK_PORTL", "there is no such setting")


def test_a_file_that_is_missing_or_no_toml_says_so(file: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"settings\.toml, /: it can't be read: No such file"):
        load_settings(file, {})
    assert refusal(file, "data = ")[1].startswith("it is not TOML")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsInvalid, match="it is not TOML"):
        load_settings(file, {})


def test_a_key_file_must_be_named_and_lie_outside_the_data(file: Path) -> None:
    assert refusal(file, f'key_store = "file"\n{LEAST}')[0] == "/key_file"
    inside = DATA / "keys.json"
    said = refusal(file, f'key_store = "file"\nkey_file = "{inside}"\n{LEAST}')
    assert said == ("/key_file", "it must not lie in the data folder, which it opens")


def test_a_key_file_is_not_read_where_the_keyring_keeps_the_key(file: Path) -> None:
    assert load(file, f'key_file = "{KEYS}"\n{LEAST}').key_file is None


def test_the_demonstration_is_the_point_of_the_pictures() -> None:
    settings = demo_settings(data_folder=DATA, portal_url="http://127.0.0.1:1")
    assert settings.point.letters == "TK"
    assert settings.point.commune == "22303"
    assert settings.demo
    assert settings.key_store is KeyStore.FILE
    assert len(settings.helpers) == 2


def test_a_kiosk_can_be_started_on_the_demonstration_file_with_variables_alone() -> None:
    environment = {
        "KIOSK_SETTINGS": str(DEMO_FILE),
        "KIOSK_DATA": str(DATA),
        "KIOSK_KEY_FILE": str(DATA.with_name("kiosk-keys.json")),
        "KIOSK_PORTAL_URL": "http://127.0.0.1:1",
    }
    assert load_settings(None, environment) == demo_settings(
        data_folder=DATA, portal_url="http://127.0.0.1:1"
    )


def test_settings_written_are_read_back_the_same(file: Path) -> None:
    settings = demo_settings(
        data_folder=DATA,
        portal_url="http://127.0.0.1:1",
        enrolment_code='a"\\b',
        scanner_device="/dev/pts/3",
        media_folders=(DATA / "usb",),
    )
    switches = SwitchKeys(("F1",), ("F2", "Tab"), 4.0, 0.8, 0.3, 0.0)
    settings = settings._replace(lead_key=f"age1{'q' * 58}", switches=switches)
    write_settings(settings, file)
    assert load_settings(file, {}) == settings


def test_the_page_about_settings_names_every_one() -> None:
    page = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in (*VARIABLES, "KIOSK_SETTINGS"):
        assert f"`{name}`" in page
    for name in Settings._fields:
        assert name.rsplit("_", maxsplit=1)[-1] in page


def test_an_installed_kiosk_looks_in_one_place() -> None:
    assert default_file().name == "settings.toml"
    assert default_file().is_absolute()


@pytest.mark.parametrize(
    ("first", "last", "at", "may"),
    [
        (None, None, "12:00", True),
        ("12:00", "14:00", "12:00", True),
        ("12:00", "14:00", "13:59", True),
        ("12:00", "14:00", "14:00", False),
        ("12:00", "14:00", "11:59", False),
        ("22:00", "05:00", "23:30", True),
        ("22:00", "05:00", "04:59", True),
        ("22:00", "05:00", "05:00", False),
        ("22:00", "05:00", "21:59", False),
    ],
)
def test_the_hours_of_files_may_span_midnight(
    first: str | None, last: str | None, at: str, *, may: bool
) -> None:
    hours = [None if it is None else time.fromisoformat(it) for it in (first, last)]
    assert Sending(0, *hours).files_may_go(time.fromisoformat(at)) is may


def test_the_hours_of_files_are_read_and_written(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(
        f"{LEAST}[sending]\nmost_kbit_s = 512\nfiles_from = '22:00'\nfiles_to = '05:00'\n",
        encoding="utf-8",
    )
    settings = load_settings(file, {})
    assert settings.sending == Sending(512, time(22), time(5))
    write_settings(settings, file)
    assert load_settings(file, {}) == settings
