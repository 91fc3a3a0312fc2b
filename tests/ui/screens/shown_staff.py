"""What stands on staff's screens in tests: long, as it is in life. All of it is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.helping import HelpedStep, HelpFigures, HelpMode, help_figures
from kiosk.operations.pin import PRACTICE_PIN
from ui.camera.device import Camera
from ui.components.tones import Tone
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
from ui.screens.pin_entry import PinEntryPage

if TYPE_CHECKING:
    from ui.look import Look

ROWS = (
    (
        "TK-4R8-61M",
        "2 ngày trước",
        "Đăng ký khai tử",
        "L. V. TƯ",
        Heap.REFUSED,
        "Cổng báo: thông tin chưa khớp với dữ liệu căn cước.",
        ("open", "Xem"),
    ),
    (
        "TK-2M5-88B",
        "chờ 1 ngày",
        "Trích lục khai sinh",
        "T. N. H. P. N. T. HƯỜNG",
        Heap.HELD,
        'Đang giữ lại. Bấm "Cho gửi" thì máy mới gửi.',
        ("let_go", "Cho gửi"),
    ),
    (
        "TK-7D2-34K",
        "chờ 1 giờ",
        "Chứng thực bản sao",
        "H. V. NAM",
        Heap.WAITING,
        "Gửi được 2 trên 5 tệp. Có mạng thì gửi tiếp.",
        ("retry", "Gửi ngay"),
    ),
    (
        "TK-3K7-52Y",
        "chờ 40 phút",
        "Đăng ký khai sinh",
        "N. T. HỢI",
        Heap.WAITING,
        "Chưa gửi được vì mất mạng. Hồ sơ vẫn còn.",
        ("retry", "Gửi ngay"),
    ),
    (
        "TK-5H9-27C",
        "chờ 12 phút",
        "Xác nhận tình trạng hôn nhân",
        "H’ R. NIÊ",
        Heap.WAITING,
        "Chờ cổng nhận tài khoản của người này trước.",
        ("open", "Xem"),
    ),
)
REASON = "Cổng báo: thông tin chưa khớp với dữ liệu căn cước."


def rows(count: int = 9) -> tuple[RowShown, ...]:
    return tuple(
        RowShown(str(place), *ROWS[place % len(ROWS)][:6], *ROWS[place % len(ROWS)][6])
        for place in range(count)
    )


def line(look: Look, *, paused: bool = False) -> LineShown:
    say = look.say
    values = ("9 giờ 10 hôm nay", "55 phút", "2 ngày", "41 GB", say("desk.line.clock.right"))
    names = ("last", "next", "oldest", "free", "clock")
    facts = tuple((say(f"desk.line.{it}"), value) for it, value in zip(names, values, strict=True))
    if paused:
        return LineShown(say("desk.line.paused"), "pause", "warning", facts, paused=True)
    return LineShown(say("desk.line.lost"), "wifi-off", "warning", facts, paused=False)


def queue(look: Look) -> QueuePage:
    counts = {"refused": "2", "waiting": "6", "held": "1", "delivered": "23"}
    return QueuePage(look, QueueShown(counts, None, rows(), 0, 9, line(look)))


def queue_paused(look: Look) -> QueuePage:
    counts = {"refused": "0", "waiting": "4980", "held": "20", "delivered": "1023"}
    shown = QueueShown(counts, "waiting", rows(2), 50, 4980, line(look, paused=True))
    return QueuePage(look, shown)


def queue_empty(look: Look) -> QueuePage:
    counts = dict.fromkeys(("refused", "waiting", "held", "delivered"), "0")
    return QueuePage(look, QueueShown(counts, None, (), 0, 0, line(look)))


def submission(look: Look) -> DeskSubmissionPage:
    say = look.say
    facts = (
        ("ticket", "TK-4R8-61M"),
        ("name", "T. N. H. P. N. T. HƯỜNG"),
        ("kind", say("desk.fact.kind.dossier")),
        ("finished", "9 giờ 10 hôm qua"),
        ("phone", "0912\u00a0345\u00a0678"),
        ("sealed", say("desk.fact.sealed.yes")),
        ("files", say("desk.fact.files-of", sent=2, count=5)),
        ("size", "3 MB"),
        ("attempts", "3"),
    )
    happened = ("refused", "retried", "waiting", "held", "sealed", "finished")
    history = tuple(
        FactShown(f"9 giờ {50 - 3 * place} hôm nay", say(f"desk.history.{what}"))
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
            REASON,
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
            (FactShown("9 giờ 10 hôm nay", say("desk.history.finished")),),
            Heap.WAITING,
            say("desk.why.offline"),
            say("desk.advice.waiting"),
            ("retry", "hold", "correct"),
        ),
    )


def pin(look: Look) -> PinEntryPage:
    page = PinEntryPage(look)
    page.show_wrong(3)
    page.digits.show_digits("1234567")
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
    findings = (
        FindingShown(
            "Chỗ trống chỉ còn 120 MB, sắp không cất được hồ sơ mới.",
            "Chạy dọn đĩa, hoặc gửi hết hồ sơ đang chờ.",
            Tone.DANGER,
        ),
        FindingShown(
            "Đồng hồ của máy nhanh 3 giờ so với cổng.",
            "Chỉnh lại giờ của máy rồi khám lại.",
            Tone.WARNING,
        ),
        FindingShown("Chìa khoá của nơi cất hồ sơ đọc được.", "", Tone.SUCCESS),
        FindingShown("Nơi cất hồ sơ nguyên vẹn.", "", Tone.SUCCESS),
        FindingShown("Cổng trả lời, máy đã đăng ký.", "", Tone.SUCCESS),
        FindingShown("Đã có khoá niêm phong của cổng.", "", Tone.SUCCESS),
        FindingShown("Đã đặt mã PIN.", "", Tone.SUCCESS),
        FindingShown("Hàng chờ chạy bình thường.", "", Tone.SUCCESS),
    )
    return CheckupPage(look, findings)


def more(look: Look) -> DeskMorePage:
    return DeskMorePage(look)


def devices(look: Look) -> DevicesPage:
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


def devices_unread(look: Look) -> DevicesPage:
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


EVERY = (
    pin,
    pin_locked,
    pin_not_set,
    pin_practice,
    queue,
    queue_paused,
    queue_empty,
    submission,
    submission_waiting,
    stick,
    stick_none,
    stick_fault,
    checkup,
    measure,
    more,
    devices,
    devices_unread,
    desk_camera,
    help_given,
    help_given_to_nobody,
)
"""A page of each of staff's screens, made for a look."""
