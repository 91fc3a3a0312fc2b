"""What differs between help points: one TOML file and a few variables, read once."""

from __future__ import annotations

import json
import os
import re
import tomllib
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from kiosk.settings.table import SettingsInvalid, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DEMO_FILE",
    "FILE_VARIABLE",
    "VARIABLES",
    "FormOfAddress",
    "HelperDrawing",
    "HelperToday",
    "IdleTimes",
    "KeyStore",
    "Patience",
    "Point",
    "RealKeyboard",
    "Sending",
    "Settings",
    "SettingsInvalid",
    "SlipPaper",
    "SwitchKeys",
    "ToneMarks",
    "default_file",
    "demo_settings",
    "load_settings",
    "write_settings",
]

VARIABLES: Final = {
    "KIOSK_CAMERA": "/devices/camera",
    "KIOSK_DATA": "/data",
    "KIOSK_KEY_FILE": "/key_file",
    "KIOSK_KEY_STORE": "/key_store",
    "KIOSK_PAPER_SCANNER": "/devices/paper_scanner",
    "KIOSK_PORTAL_URL": "/portal/url",
    "KIOSK_PRINTER": "/devices/printer",
    "KIOSK_SCANNER": "/devices/scanner",
    "KIOSK_SCREEN_DIAGONAL": "/screen/diagonal",
}
"""Variables of the environment that win over the file, and the setting that each stands for."""

_LEAST_KBIT_S: Final = 64
"""Less would not end within the time that an exchange is given."""

_NUMBERS: Final = frozenset({"diagonal"})

DEMO_FILE: Final = (
    Path(__file__).resolve().parent.parent.parent / "assets" / "settings" / "demo.toml"
)
"""The settings of the demonstration; data folder and portal come from the environment."""

FILE_VARIABLE: Final = "KIOSK_SETTINGS"
"""The variable that names the settings file."""


class KeyStore(StrEnum):
    """Where the queue's key lies: the system's keyring, or a file that its owner alone reads."""

    KEYRING = "keyring"
    FILE = "file"


class SlipPaper(StrEnum):
    """What the slip is printed on."""

    ROLL = "80mm"
    SHEET = "a5"


class HelperDrawing(StrEnum):
    """Which drawing stands for a helper on the home screen."""

    WOMAN = "woman"
    MAN = "man"


class FormOfAddress(StrEnum):
    """How the screens address whoever stands before them, until their card says more."""

    ONG_BA = "ông bà"
    ANH_CHI = "anh chị"
    BAN = "bạn"


class RealKeyboard(StrEnum):
    """How Vietnamese is written on a real keyboard; painted keys have its letters and marks."""

    TELEX = "telex"
    VNI = "vni"


class ToneMarks(StrEnum):
    """Where the mark of oa, oe and uy stands: `hòa, thúy` (old) or `hoà, thuý` (new)."""

    OLD = "old"
    NEW = "new"


class Point(NamedTuple):
    """The help point as people know it, and what names its tickets.

    `commune_line` is the second line under the name, `address` the line on the slip;
    `commune` and `province` are official codes; `letters` begin every ticket. `hamlets` and
    `streets` of the commune are offered where an address asks for them.
    """

    name: str
    commune_line: str
    address: str
    commune: str
    province: str
    letters: str
    phone: str
    opens: str
    closes: str
    hamlets: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()

    @property
    def hours(self) -> tuple[time, time] | None:
        """From when to when helpers are here, on the clocks of Vietnam; None where not said."""
        if not self.opens or not self.closes:
            return None
        return time.fromisoformat(self.opens), time.fromisoformat(self.closes)


class HelperToday(NamedTuple):
    """One helper who is here today; `code` (not the name) is kept with what they helped with."""

    name: str
    role: str
    code: str
    drawing: HelperDrawing = HelperDrawing.WOMAN


class Patience(NamedTuple):
    """How long the screen waits for a touch before it warns, and how long it then counts down."""

    warn_after: int
    countdown: int


class IdleTimes(NamedTuple):
    """The screen's patience in seconds, by what is on it."""

    public: Patience = Patience(60, 20)
    personal: Patience = Patience(180, 45)
    waiting: Patience = Patience(300, 45)
    confirmation: Patience = Patience(60, 20)
    desk: Patience = Patience(540, 60)


class SwitchKeys(NamedTuple):
    """How switches are heard, by the names of the keys that they send, and how long things take.

    With one switch the ring stays at each part for `slow_s` or `quick_s`. A press that comes sooner
    than `bounce_s` after the one before is a hand that shakes, and doesn't count. Whoever holds a
    switch down for `hold_s` begins to use switches, on any page; never, where that is 0.
    """

    takes: tuple[str, ...] = ("Space",)
    goes_on: tuple[str, ...] = ("Tab", "Return", "Enter")
    slow_s: float = 3.0
    quick_s: float = 1.5
    bounce_s: float = 0.0
    hold_s: float = 3.0


class Sending(NamedTuple):
    """How what waits goes out on a line that others use too, or that is paid by the hour.

    Files take `most_kbit_s` at most (0: as much as there is), and go from `files_from` to
    `files_to` alone, on the clocks of Vietnam and perhaps over midnight; at any hour where both
    are None.
    """

    most_kbit_s: int = 0
    files_from: time | None = None
    files_to: time | None = None

    def files_may_go(self, at: time) -> bool:
        """Whether that is an hour for files."""
        if self.files_from is None or self.files_to is None:
            return True
        if self.files_from < self.files_to:
            return self.files_from <= at < self.files_to
        return at >= self.files_from or at < self.files_to


class Settings(NamedTuple):
    """Everything that differs between two help points.

    `enrolment_code` lets this kiosk introduce itself to the portal, once; `screen_diagonal` is in
    inches; `scanner` is the serial device of the code reader, `camera` the name or the id of the
    camera (empty: the first one found; `none`: no camera), `paper_scanner` SANE's name of the
    flat-bed scanner (likewise), `printer` the system's name of the printer; under `media` USB
    sticks appear. `lead_key` is the public age key for which drafts put aside are sealed too. What
    people let the kiosk keep of themselves is forgotten `profile_months` after they used it last;
    with 0 nobody is asked for it.
    """

    point: Point
    helpers: tuple[HelperToday, ...]
    portal_url: str
    enrolment_code: str | None
    data: Path
    key_store: KeyStore
    key_file: Path | None
    lead_key: str | None
    languages: tuple[str, ...]
    form_of_address: FormOfAddress
    screen_diagonal: float
    scanner: str | None
    printer: str | None
    slip_paper: SlipPaper
    media: tuple[Path, ...]
    idle: IdleTimes
    sending: Sending = Sending()
    tone_marks: ToneMarks = ToneMarks.OLD
    real_keyboard: RealKeyboard = RealKeyboard.TELEX
    profile_months: int = 12
    demo: bool = False
    camera: str = ""
    paper_scanner: str = ""
    switches: SwitchKeys = SwitchKeys()


def default_file() -> Path:
    """Where an installed kiosk has its settings."""
    if os.name == "nt":
        return Path(os.environ["PROGRAMDATA"]) / "help-point-kiosk" / "settings.toml"
    return Path("/etc/help-point-kiosk/settings.toml")


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Read the settings from `file`, or where the environment or the system has them.

    Raises SettingsInvalid for a file that can't be read, a value that can't be, and a name that
    is no setting: a misspelt setting would otherwise be one that silently isn't there.
    """
    path = file or Path(environment.get(FILE_VARIABLE) or default_file())
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise SettingsInvalid(str(path), "", f"it can't be read: {failure.strerror}") from failure
    except ValueError as failure:
        raise SettingsInvalid(str(path), "", f"it is not TOML: {failure}") from failure
    _lay_over(document, environment)
    return _settings(Table(str(path), "", document))


def demo_settings(
    *,
    data_folder: Path,
    portal_url: str,
    enrolment_code: str | None = None,
    scanner_device: str | None = None,
    media_folders: tuple[Path, ...] | None = None,
) -> Settings:
    """The invented help point of the demonstration, with its data in a folder of its own."""
    environment = {
        "KIOSK_DATA": str(data_folder),
        "KIOSK_KEY_FILE": str(data_folder.with_name(f"{data_folder.name}-keys.json")),
        "KIOSK_PORTAL_URL": portal_url,
    }
    settings = load_settings(DEMO_FILE, environment)
    return settings._replace(
        enrolment_code=enrolment_code,
        scanner=scanner_device,
        media=settings.media if media_folders is None else media_folders,
    )


def write_settings(settings: Settings, file: Path) -> None:
    """Write what `load_settings` reads back as the same value. Raises OSError."""
    point, idle, sending = settings.point, settings.idle, settings.sending
    tables: list[tuple[str, dict[str, object]]] = [
        (
            "",
            {
                "demo": settings.demo,
                "data": str(settings.data),
                "key_store": settings.key_store,
                "key_file": str(settings.key_file or ""),
                "lead_key": settings.lead_key or "",
                "profile_months": settings.profile_months,
                "languages": settings.languages,
                "form_of_address": settings.form_of_address,
                "tone_marks": settings.tone_marks,
                "real_keyboard": settings.real_keyboard,
            },
        ),
        ("[point]", point._asdict()),
        *(("[[helpers]]", helper._asdict()) for helper in settings.helpers),
        (
            "[portal]",
            {
                "url": settings.portal_url,
                "enrolment_code": settings.enrolment_code or "",
            },
        ),
        (
            "[sending]",
            {
                "most_kbit_s": sending.most_kbit_s,
                "files_from": _hour_text(sending.files_from),
                "files_to": _hour_text(sending.files_to),
            },
        ),
        ("[screen]", {"diagonal": settings.screen_diagonal}),
        (
            "[devices]",
            {
                "scanner": settings.scanner or "",
                "camera": settings.camera,
                "paper_scanner": settings.paper_scanner,
                "printer": settings.printer or "",
                "slip_paper": settings.slip_paper,
                "media": [str(folder) for folder in settings.media],
            },
        ),
        ("[switches]", settings.switches._asdict()),
        *((f"[idle.{name}]", it._asdict()) for name, it in idle._asdict().items()),
    ]
    lines = [
        line
        for heading, values in tables
        # a JSON text, number, truth or list of texts is the same in TOML
        for line in (heading, *(f"{it} = {json.dumps(values[it])}" for it in values))
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


_MEDIA: Final = (
    tuple(Path(f"{letter}:\\") for letter in "DEFGHIJK")
    if os.name == "nt"
    else (Path("/media"), Path("/run/media"))
)


def _lay_over(document: dict[str, object], environment: Mapping[str, str]) -> None:
    """Put the environment's values where the file's would stand."""
    for name in sorted(environment):
        if not name.startswith("KIOSK_") or name == FILE_VARIABLE:
            continue
        if name not in VARIABLES:
            raise SettingsInvalid("environment", f"/{name}", "there is no such setting")
        *tables, key = VARIABLES[name].removeprefix("/").split("/")
        place = document
        for table in tables:
            inner = place.setdefault(table, {})
            if not isinstance(inner, dict):
                break  # reading the table says what is wrong with it
            place = inner
        else:
            value = environment[name]
            is_number = key in _NUMBERS and re.fullmatch(r"\d+(\.\d+)?", value)
            place[key] = float(value) if is_number else value


def _settings(top: Table) -> Settings:
    """The settings that the whole document stands for."""
    portal = top.table("portal", required=True)
    screen = top.table("screen")
    devices = top.table("devices")
    settings = Settings(
        point=_point(top.table("point", required=True)),
        helpers=tuple(map(_helper, top.tables("helpers"))),
        portal_url=portal.text("url", where=_is_portal_url, said="an address with https://"),
        enrolment_code=portal.text("enrolment_code", "") or None,
        data=Path(top.text("data", where=_is_absolute, said="a whole path")),
        key_store=KeyStore(top.choice("key_store", KeyStore, KeyStore.KEYRING)),
        key_file=_key_file(top),
        lead_key=top.text("lead_key", "", where=_is_age_key, said="an age key, age1…") or None,
        languages=top.texts("languages", ("vi",), where=_is_language, said="a language, as vi"),
        form_of_address=FormOfAddress(
            top.choice("form_of_address", FormOfAddress, FormOfAddress.ONG_BA)
        ),
        screen_diagonal=screen.number("diagonal", 21.5, least=7, most=100),
        scanner=devices.text("scanner", "") or None,
        printer=devices.text("printer", "") or None,
        slip_paper=SlipPaper(devices.choice("slip_paper", SlipPaper, SlipPaper.ROLL)),
        media=tuple(
            map(
                Path,
                devices.texts(
                    "media",
                    map(str, _MEDIA),
                    where=_is_absolute,
                    said="a list of whole paths",
                ),
            )
        ),
        idle=_idle_times(top.table("idle")),
        sending=_sending(top.table("sending")),
        tone_marks=ToneMarks(top.choice("tone_marks", ToneMarks, ToneMarks.OLD)),
        real_keyboard=RealKeyboard(top.choice("real_keyboard", RealKeyboard, RealKeyboard.TELEX)),
        profile_months=int(top.number("profile_months", 12, least=0, most=60)),
        demo=top.yes("demo"),
        camera=devices.text("camera", ""),
        paper_scanner=devices.text("paper_scanner", ""),
        switches=_switches(top.table("switches")),
    )
    for table in (portal, screen, devices, top):
        table.close()
    return settings


def _point(table: Table) -> Point:
    name = table.text("name")
    commune_line = table.text("commune_line")
    point = Point(
        name=name,
        commune_line=commune_line,
        address=table.text("address", commune_line),
        commune=table.text("commune", where=re.compile(r"\d{5}").fullmatch, said="five digits"),
        province=table.text("province", where=re.compile(r"\d\d").fullmatch, said="two digits"),
        letters=table.text(
            "letters", where=re.compile("[A-Z]{2}").fullmatch, said="two capital letters"
        ),
        phone=table.text("phone"),
        opens=table.text("opens", "", where=_is_hour, said="an hour, as 07:30"),
        closes=table.text("closes", "", where=_is_hour, said="an hour, as 11:00"),
        hamlets=table.texts("hamlets", (), where=str.strip, said="names of hamlets"),
        streets=table.texts("streets", (), where=str.strip, said="names of streets"),
    )
    table.close()
    return point


def _is_age_key(text: str) -> bool:
    return not text or re.fullmatch("age1[02-9ac-hj-np-z]{58}", text) is not None


def _is_hour(text: str) -> bool:
    return not text or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def _helper(table: Table) -> HelperToday:
    helper = HelperToday(
        table.text("name"),
        table.text("role", ""),
        table.text("code"),
        HelperDrawing(table.choice("drawing", HelperDrawing, HelperDrawing.WOMAN)),
    )
    table.close()
    return helper


def _sending(table: Table) -> Sending:
    most = int(table.number("most_kbit_s", 0, least=0, most=1_000_000))
    if 0 < most < _LEAST_KBIT_S:
        raise table.wrong("most_kbit_s", f"it must be 0 (no limit), or at least {_LEAST_KBIT_S}")
    hours = [
        table.text(name, "", where=_is_hour, said="an hour, as 22:00")
        for name in ("files_from", "files_to")
    ]
    if bool(hours[0]) != bool(hours[1]) or (hours[0] and hours[0] == hours[1]):
        raise table.wrong("files_to", "files_from and files_to must be two different hours")
    table.close()
    if not hours[0]:
        return Sending(most)
    return Sending(most, *map(time.fromisoformat, hours))


_KEY_NAME: Final = re.compile(
    "Space|Tab|Return|Enter|Insert|Home|End|PageUp|PageDown|Up|Down|Left|Right|F([1-9]|1[0-2])|[A-Z0-9]"
)


def _switches(table: Table) -> SwitchKeys:
    usual = SwitchKeys()
    said = "names of keys, as Space, F5 or A"
    keys = SwitchKeys(
        takes=table.texts("takes", usual.takes, where=_KEY_NAME.fullmatch, said=said),
        goes_on=table.texts("goes_on", usual.goes_on, where=_KEY_NAME.fullmatch, said=said),
        slow_s=table.number("slow_s", usual.slow_s, least=0.5, most=20),
        quick_s=table.number("quick_s", usual.quick_s, least=0.5, most=20),
        bounce_s=table.number("bounce_s", usual.bounce_s, least=0, most=2),
        hold_s=table.number("hold_s", usual.hold_s, least=0, most=20),
    )
    if not set(keys.takes).isdisjoint(keys.goes_on):
        raise table.wrong("goes_on", "no key may be among takes too")
    table.close()
    return keys


def _hour_text(hour: time | None) -> str:
    return "" if hour is None else hour.isoformat("minutes")


def _idle_times(table: Table) -> IdleTimes:
    usual = IdleTimes()

    def patience(name: str, usual: Patience) -> Patience:
        inner = table.table(name)
        found = Patience(
            int(inner.number("warn_after", usual.warn_after, least=20, most=3600)),
            int(inner.number("countdown", usual.countdown, least=20, most=600)),
        )
        inner.close()
        return found

    times = IdleTimes(
        public=patience("public", usual.public),
        personal=patience("personal", usual.personal),
        waiting=patience("waiting", usual.waiting),
        confirmation=patience("confirmation", usual.confirmation),
        desk=patience("desk", usual.desk),
    )
    table.close()
    return times


def _is_portal_url(value: str) -> bool:
    """Whether it is an https address, or plain http to this machine (the training portal)."""
    try:
        url = urlsplit(value)
        here = url.hostname in {"127.0.0.1", "localhost", "::1"}
    except ValueError:
        return False
    return bool(url.hostname) and (url.scheme == "https" or (url.scheme == "http" and here))


def _key_file(top: Table) -> Path | None:
    """Where the key file lies: never beside what it opens, so that one copy doesn't take both."""
    if top.peek("key_store") != KeyStore.FILE:
        top.text("key_file", "")
        return None
    file = Path(top.text("key_file", where=_is_absolute, said="a whole path: key_store is file"))
    if file.is_relative_to(str(top.peek("data"))):
        raise top.wrong("key_file", "it must not lie in the data folder, which it opens")
    return file


def _is_absolute(value: str) -> bool:
    return Path(value).is_absolute()


def _is_language(value: str) -> bool:
    return re.fullmatch("[a-z]{2,3}", value) is not None
