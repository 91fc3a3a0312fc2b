"""What stands on staff's screens in tests: long, as it is in life. All of it is invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.domain.helping import HelpedStep, HelpFigures, HelpMode, help_figures
from kiosk.operations.pin import PRACTICE_PIN
from ui.camera.device import Camera
from ui.components.tones import Tone
from ui.conductor.desk_showing import desk_notice
from ui.conductor.help_given import help_shown
from ui.screens.checkup import CheckupPage, FindingShown
from ui.screens.desk_devices import DeskCameraPage, DevicesPage, DevicesShown
from ui.screens.desk_help import DeskHelpPage
from ui.screens.desk_line import LineShown
from ui.screens.desk_more import DeskMorePage
from ui.screens.desk_queue import QueuePage, QueueShown
from ui.screens.desk_row import Heap, RowShown
from ui.screens.desk_stick import StickPage, StickShown
from ui.screens.desk_submission import DeskSubmissionPage, FactShown, SubmissionShown
from ui.screens.measure import MeasurePage
from ui.screens.notice import NoticePage, Way
from ui.screens.pin_entry import PinEntryPage
from ui.texts import Texts

if TYPE_CHECKING:
    from ui.look import Look

ROWS = (
    ("TK-4R8-61M", 172_800, "Đăng ký khai tử", "L. V. TƯ", Heap.REFUSED, "refused", "open"),
    (
        "TK-2M5-88B",
        86_400,
        "Trích lục khai sinh",
        "T. N. H. P. N. T. HƯỜNG",
        Heap.HELD,
        "held",
        "let_go",
    ),
    ("TK-7D2-34K", 3600, "Chứng thực bản sao", "H. V. NAM", Heap.WAITING, "files", "retry"),
    ("TK-3K7-52Y", 2400, "Đăng ký khai sinh", "N. T. HỢI", Heap.WAITING, "offline", "retry"),
    (
        "TK-5H9-27C",
        720,
        "Xác nhận tình trạng hôn nhân",
        "H’ R. NIÊ",
        Heap.WAITING,
        "blocked",
        "open",
    ),
)
NOW = datetime(2026, 11, 26, 9, 10)  # noqa: DTZ001 - local time, as a page shows it


def rows(count: int = 9, look: Look | None = None) -> tuple[RowShown, ...]:
    """So many rows in the language of a look, or in Vietnamese."""
    texts = Texts.read("vi") if look is None else look.texts
    return tuple(_row(texts, place) for place in range(count))


def _row(texts: Texts, place: int) -> RowShown:
    ticket, age, procedure, person, heap, why, action = ROWS[place % len(ROWS)]
    return RowShown(
        str(place),
        ticket,
        texts.say(f"desk.age.{heap.name.lower()}", span=texts.span(age)),
        procedure,
        person,
        heap,
        _why(texts, why),
        action,
        texts.say(f"desk.{action}"),
    )


def _why(texts: Texts, why: str) -> str:
    reason = texts.say("refusal.identity-mismatch")
    return texts.say(f"desk.why.{why}", reason=reason, sent=2, count=5)


def line(look: Look, state: str = "reached") -> LineShown:
    """How it stands with the portal: `reached`, `lost` or `paused`."""
    say, texts = look.say, look.texts
    icons = {"reached": ("wifi", "success"), "lost": ("wifi-off", "warning")}
    facts = (
        ("last", texts.moment(NOW, NOW.date())),
        ("next", texts.span(55 * 60) if state == "lost" else say("desk.line.none")),
        ("oldest", texts.span(172_800)),
        ("free", texts.size(41 * 10**9)),
        ("clock", say("desk.line.clock.right")),
    )
    icon, ink = icons.get(state, ("pause", "warning"))
    return LineShown(
        title=say(f"desk.line.{state}"),
        icon=icon,
        ink=ink,
        facts=tuple((say(f"desk.line.{name}"), value) for name, value in facts),
        paused=state == "paused",
    )


def queue(look: Look, state: str = "reached") -> QueuePage:
    counts = {"refused": "2", "waiting": "6", "held": "1", "delivered": "23"}
    return QueuePage(look, QueueShown(counts, None, rows(look=look), 0, 9, line(look, state)))


def queue_offline(look: Look) -> QueuePage:
    return queue(look, "lost")


def queue_paused(look: Look) -> QueuePage:
    counts = {"refused": "0", "waiting": "4980", "held": "20", "delivered": "1023"}
    shown = QueueShown(counts, "waiting", rows(2, look), 50, 4980, line(look, "paused"))
    return QueuePage(look, shown)


def queue_empty(look: Look) -> QueuePage:
    counts = dict.fromkeys(("refused", "waiting", "held", "delivered"), "0")
    return QueuePage(look, QueueShown(counts, None, (), 0, 0, line(look)))


def submission(look: Look) -> DeskSubmissionPage:
    say, texts = look.say, look.texts
    facts = (
        ("ticket", "TK-4R8-61M"),
        ("name", "T. N. H. P. N. T. HƯỜNG"),
        ("kind", say("desk.fact.kind.dossier")),
        ("finished", texts.moment(NOW, NOW.date() + timedelta(days=1))),
        ("phone", "0912\u00a0345\u00a0678"),
        ("sealed", say("desk.fact.sealed.yes")),
        ("files", say("desk.fact.files-of", sent=2, count=5)),
        ("size", texts.size(3 * 10**6)),
        ("attempts", "3"),
    )
    happened = ("refused", "retried", "waiting", "held", "sealed", "finished")
    history = tuple(
        FactShown(
            texts.moment(NOW - timedelta(minutes=3 * place), NOW.date()),
            say(f"desk.history.{what}"),
        )
        for place, what in enumerate(happened)
    )
    return DeskSubmissionPage(
        look,
        SubmissionShown(
            "Đăng ký khai tử",
            tuple(
                FactShown(say(f"desk.fact.{name}"), value, code=name == "ticket")
                for name, value in facts
            ),
            history,
            Heap.REFUSED,
            _why(texts, "refused"),
            say("desk.advice.refused-call", phone="0912\u00a0345\u00a0678"),
            ("correct", "told", "again"),
        ),
    )


def submission_waiting(look: Look) -> DeskSubmissionPage:
    say = look.say
    return DeskSubmissionPage(
        look,
        SubmissionShown(
            "Xác nhận tình trạng hôn nhân",
            (FactShown(say("desk.fact.ticket"), "TK-4R8-61M", code=True),),
            (FactShown(look.texts.moment(NOW, NOW.date()), say("desk.history.finished")),),
            Heap.WAITING,
            say("desk.why.offline"),
            say("desk.advice.waiting"),
            ("retry", "hold", "correct"),
        ),
    )


def pin(look: Look) -> PinEntryPage:
    page = PinEntryPage(look)
    page.digits.show_digits("1234567")
    return page


def pin_wrong(look: Look) -> PinEntryPage:
    page = PinEntryPage(look)
    page.show_wrong(3)
    return page


def pin_locked(look: Look) -> PinEntryPage:
    page = PinEntryPage(look)
    page.show_locked(29.2)
    return page


def pin_practice(look: Look) -> PinEntryPage:
    page = PinEntryPage(look, practice=PRACTICE_PIN)
    page.show_wrong(3)
    return page


def pin_not_set(look: Look) -> PinEntryPage:
    page = PinEntryPage(look)
    page.show_closed("not-set")
    return page


def stick(look: Look) -> StickPage:
    return StickPage(look, StickShown(("KINGSTON", "USB DISK 2.0"), 0, 6, 1))


def stick_none(look: Look) -> StickPage:
    return StickPage(look, StickShown((), None, 6, 0))


def stick_fault(look: Look) -> StickPage:
    fault = look.say("stick.unusable.pulled")
    return StickPage(look, StickShown(("KINGSTON",), 0, 6, 0, fault))


def checkup(look: Look) -> CheckupPage:
    return CheckupPage(look, _found(look))


def _found(look: Look) -> tuple[FindingShown, ...]:
    say, texts = look.say, look.texts
    wrong = {
        "disk.full": (Tone.DANGER, texts.size(120 * 10**6)),
        "portal.lost": (Tone.WARNING, ""),
        "clock.fast": (Tone.WARNING, texts.span(10_800)),
    }
    return (
        *(
            FindingShown(say(f"doctor.{it}", size=much, span=much), say(f"doctor.{it}.fix"), tone)
            for it, (tone, much) in wrong.items()
        ),
        *_sound(look)[:4],
    )


def _sound(look: Look) -> tuple[FindingShown, ...]:
    names = ("pin", "store", "screen", "texts", "portal", "disk", "clock")
    values = {"size": look.texts.size(41 * 10**9), "schema": 9, "inches": "21,5"}
    said = (look.say(f"doctor.{it}.sound", **values) for it in names)
    return tuple(FindingShown(words, "", Tone.SUCCESS) for words in said)


def checkup_sound(look: Look) -> CheckupPage:
    return CheckupPage(look, _sound(look))


def more(look: Look) -> DeskMorePage:
    return DeskMorePage(look)


def devices_failing(look: Look) -> DevicesPage:
    say = look.say
    states = (
        ("serial", "lost", Tone.WARNING),
        ("keys", "how", Tone.INFO),
        ("camera", "there", Tone.SUCCESS),
        ("flatbed", "asked", Tone.INFO),
        ("printer", "failed", Tone.WARNING),
        ("speaker", "none", Tone.WARNING),
    )
    rows = tuple(
        FindingShown(
            say(f"devices.{name}.{state}"),
            say(f"devices.{name}.{state}.fix") if tone is Tone.WARNING else "",
            tone,
        )
        for name, state, tone in states
    )
    kind, source = say("devices.read.card-damaged"), say("devices.from.keys")
    read = say("devices.read", source=source, count=112, kind=kind)
    return DevicesPage(look, DevicesShown(rows, read, can_film=True))


def devices(look: Look) -> DevicesPage:
    row = FindingShown(look.say("devices.printer.sent"), "", Tone.SUCCESS)
    return DevicesPage(look, DevicesShown((row,), "", can_film=False))


def desk_camera(look: Look) -> DeskCameraPage:
    return DeskCameraPage(look, Camera("none"))


def help_given(look: Look) -> DeskHelpPage:
    modes = {
        HelpMode.SELF: 12,
        HelpMode.GUIDED: 5,
        HelpMode.FAMILY: 2,
        HelpMode.ON_BEHALF: 4,
    }
    steps = (
        HelpedStep("x", "identity", called=6),
        HelpedStep("x", "shoot", called=2, guided=5, typed=4),
        HelpedStep("x", "check_answers", called=1),
        HelpedStep("x", "flatbed", typed=1),
    )
    return DeskHelpPage(look, help_shown(look, HelpFigures(modes, 3, steps), lambda _code: None))


def help_given_to_nobody(look: Look) -> DeskHelpPage:
    figures = help_figures(())
    return DeskHelpPage(look, help_shown(look, figures, lambda _code: None))


def measure(look: Look) -> MeasurePage:
    return MeasurePage(look, look.tokens.mm(85.6), 100, 2000)


def trouble(look: Look) -> NoticePage:
    """What comes in the place of a page of the desk on which something could not be done."""
    ways = (Way("back", look.say("desk.back")), Way("checkup", look.say("desk.checkup")))
    return desk_notice(
        look, "desk.trouble", (look.say("desk.trouble.text"),), ways, picture="triangle-alert"
    )


def told(look: Look) -> NoticePage:
    ways = (Way("told", look.say("desk.told.yes")), Way("back", look.say("desk.told.no")))
    return desk_notice(look, "desk.told", (look.say("desk.told.text"),), ways, picture="phone")


def changed(look: Look) -> NoticePage:
    ways = (Way("back", look.say("desk.back")),)
    return desk_notice(look, "desk.changed", (look.say("desk.changed.text"),), ways)


def stick_writing(look: Look) -> NoticePage:
    return desk_notice(look, "stick.writing", (look.say("stick.writing.text"),), (), waiting=True)


def stick_reading(look: Look) -> NoticePage:
    return desk_notice(look, "stick.reading", (look.say("stick.reading.text"),), (), waiting=True)


def stick_written(look: Look) -> NoticePage:
    say = look.say
    written = say("stick.written.text", count=7, folder="kiosk-TK-2026-11-26")
    lines = (written, say("stick.written.left", count=2))
    ways = (Way("back", say("desk.back")),)
    return desk_notice(look, "stick.written", lines, ways, picture="circle-check")


def stick_read(look: Look) -> NoticePage:
    lines = [look.say(f"stick.read.{it}", count=3) for it in ("delivered", "refused", "known")]
    ways = (Way("back", look.say("desk.back")),)
    return desk_notice(look, "stick.read", lines, ways, picture="circle-check")


def checkup_running(look: Look) -> NoticePage:
    lines = (look.say("checkup.running.text"),)
    return desk_notice(look, "checkup.running", lines, (), waiting=True)


def measure_asked(look: Look) -> NoticePage:
    ways = (Way("keep", look.say("measure.keep")), Way("undo", look.say("measure.undo")))
    lines = (look.say("measure.ask.text", seconds=15),)
    return desk_notice(look, "measure.ask", lines, ways, picture="eye")


def measure_failed(look: Look) -> NoticePage:
    ways = (Way("back", look.say("notice.back")),)
    lines = (look.say("measure.failed.text"),)
    return desk_notice(look, "measure.failed", lines, ways, picture="triangle-alert")


EVERY = (
    pin,
    pin_wrong,
    pin_locked,
    pin_not_set,
    pin_practice,
    queue,
    queue_offline,
    queue_paused,
    queue_empty,
    submission,
    submission_waiting,
    stick,
    stick_none,
    stick_fault,
    checkup,
    checkup_sound,
    measure,
    trouble,
    measure_failed,
    more,
    devices,
    devices_failing,
    desk_camera,
    help_given,
    help_given_to_nobody,
    told,
    changed,
    stick_writing,
    stick_reading,
    stick_written,
    stick_read,
    checkup_running,
    measure_asked,
)
"""A page of each of staff's screens, made for a look."""
