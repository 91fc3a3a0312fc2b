"""What stands on the screens in tests: long, as it is in life. All of it is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtMultimedia import QVideoFrameInput

from kiosk.domain.helping import HelpMode
from kiosk.domain.submission import Refusal, State
from kiosk.papers.advice import Verdict
from ui.art.people import Portrait
from ui.camera.device import Camera
from ui.components.rows import RowState
from ui.components.tones import Tone
from ui.conductor.arrival import recover_page
from ui.conductor.asking import doubt_page
from ui.conductor.assisting import may_they_page
from ui.conductor.finding import not_suitable_page
from ui.conductor.front import called_page
from ui.conductor.handing_in import refused_page, waiting_page
from ui.conductor.leaving import leave_page
from ui.conductor.looking_up import told_page, withdraw_page
from ui.conductor.remembering import remembered_page
from ui.conductor.scene import not_kept_page, notice_page
from ui.page import Place
from ui.screens.bring import BringPage, PaperToBring, ProcedureShown
from ui.screens.check_answers import AnswerShown, CheckAnswersPage, CheckShown, SectionShown
from ui.screens.confirm_person import ConfirmPersonPage, PersonShown, PlaceChoice, ResidenceShown
from ui.screens.consent import ConsentAsked, ConsentFacts, ConsentPage
from ui.screens.corners import CornersPage
from ui.screens.fee import FeePage, FeePartShown
from ui.screens.find import Choice, FindPage, ProceduresPage, SearchPage
from ui.screens.flatbed import FlatbedPage
from ui.screens.from_phone import FromPhonePage, FromPhoneShown, HandOffShown
from ui.screens.guide import CardShown, GuidePage
from ui.screens.helper_choice import HelperChoicePage, HelpReasonPage
from ui.screens.home_yard import HelperShown
from ui.screens.identity import IdentityPage
from ui.screens.mend_name import MendNamePage, NameAsked
from ui.screens.paper_ways import PaperWay, PaperWaysPage
from ui.screens.papers import AttachmentShown, PaperShown, PapersPage, keeping_page
from ui.screens.pick_file import FileShown, PickFilePage
from ui.screens.progress import CanBe, ProgressPage, ProgressShown
from ui.screens.put_aside import AsideShown, PutAsidePage
from ui.screens.quiz import QuestionShown, QuizPage
from ui.screens.rating import RatingPage
from ui.screens.reminder import ReminderPage, ReminderShown
from ui.screens.reuse import ReusePage, ReuseShown
from ui.screens.review import PageShown, ReviewPage, ReviewShown
from ui.screens.shoot import ShootPage
from ui.screens.slip_entry import SlipEntryPage
from ui.screens.submit import SubmitPage, SubmitShown
from ui.screens.suitability import SuitabilityPage
from ui.screens.task_list import TaskListPage, TaskShown, TasksShown
from ui.screens.who_presses import WhoPressesPage

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.notice import NoticePage

BIRTH = "Đăng ký khai sinh"
PHONE = "0257 000 1234"
NAME = "TÔN NỮ HOÀNG PHƯỚC NGUYỄN THỊ HƯỜNG"
NUMBER, MASKED = "000 0 00 000028", "••• • •• ••0028"
CHOICES = tuple(
    PlaceChoice(code, name, "Tỉnh Đắk Lắk", f"Thôn Đông, {name.lower()}, tỉnh Đắk Lắk")
    for code, name in (
        ("22255", "Xã Phú Hòa 2"),
        ("22256", "Phường Tuy Hòa"),
        ("22257", "Phường Phú Yên"),
    )
)
READ_AT = datetime(2026, 11, 26, 8, 32)  # noqa: DTZ001 - local time, as a page shows it
ON_CARD = "Thôn Đông, xã Hòa Trị, huyện Phú Hòa, tỉnh Phú Yên"
SPLIT = ResidenceShown(ON_CARD, "Xã Hòa Trị", CHOICES)
WHOLE = ResidenceShown(ON_CARD, "Xã Hòa Trị", CHOICES[:1])
EVENTS = (
    Choice("birth", "Có em bé mới sinh", "", "baby"),
    Choice("marriage", "Cưới hỏi, kết hôn", "", "heart"),
    Choice("death", "Nhà có người mất", "", "flower-2"),
    Choice("residence", "Chuyển nhà, tạm trú", "", "house"),
    Choice("papers", "Giấy tờ cá nhân, căn cước", "", "id-card"),
    Choice("land", "Nhà đất", "", "map"),
    Choice("welfare", "Trợ cấp, bảo hiểm y tế", "", "heart-handshake"),
    Choice("school", "Học hành của con cháu", "", "graduation-cap"),
    Choice("business", "Buôn bán, kinh doanh", "", "store"),
    Choice("copies", "Sao y, chứng thực", "", "files"),
)
PROCEDURES = tuple(
    Choice(f"1.00{place}", title, "Một phần, có lúc phải đến xã")
    for place, title in enumerate(
        (
            BIRTH,
            "Đăng ký lại khai sinh",
            "Cấp giấy xác nhận tình trạng hôn nhân để kết hôn với người nước ngoài",
            "Đăng ký nhận cha, mẹ, con",
            "Cấp bản sao trích lục hộ tịch",
            "Thay đổi, cải chính, bổ sung thông tin hộ tịch",
            "Đăng ký khai tử",
        )
    )
)
FILES = tuple(
    FileShown(name, "2311 KB, 18 tháng 11 năm 2026, KINGSTON")
    for name in (
        "giay-chung-sinh.pdf",
        "IMG_20261112_093512.jpg",
        "Giấy kết hôn của ba mẹ, mặt trước, chụp lại lần hai cho rõ.jpg",
        "scan0001.pdf",
        "scan0002.pdf",
        "can cuoc.png",
        "ho-khau.jpg",
        "Tài liệu không tên.pdf",
    )
)


def picture() -> bytes:
    """A page, white."""
    image = QImage(120, 170, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def consent(look: Look) -> ConsentPage:
    asked = [
        ConsentAsked(
            purpose,
            look.say(f"consent.{purpose}.title", helper="Nguyễn Thị Phương Thảo"),
            look.say(f"consent.{purpose}.text", months=12),
            needed=purpose == "submit",
        )
        for purpose in ("submit", "reuse", "messages", "helper")
    ]
    return ConsentPage(look, asked, ConsentFacts("xã Phú Hòa 2", "Nhà văn hoá thôn Đông", PHONE))


def consent_missing(look: Look) -> ConsentPage:
    page = consent(look)
    page.primary.emit()
    return page


def identity(look: Look, *, scanner_ready: bool = True) -> IdentityPage:
    return IdentityPage(look, heading=look.say("identity.title"), scanner_ready=scanner_ready)


def _camera() -> Camera:
    """One that is plugged in and sends nothing."""
    camera = Camera()
    camera.feed(QVideoFrameInput())
    return camera


def identity_with_camera(look: Look) -> IdentityPage:
    return IdentityPage(
        look, heading=look.say("identity.title"), scanner_ready=True, camera=_camera()
    )


def identity_before_camera(look: Look) -> IdentityPage:
    return IdentityPage(
        look, heading=look.say("identity.title"), scanner_ready=False, camera=_camera()
    )


def slip_before_camera(look: Look) -> SlipEntryPage:
    return SlipEntryPage(look, opening=True, camera=_camera())


def slip_beside_camera(look: Look) -> SlipEntryPage:
    return SlipEntryPage(look, opening=True, camera=_camera(), scanner_ready=True)


def identity_alone(look: Look) -> IdentityPage:
    return identity(look, scanner_ready=False)


def identity_unread(look: Look) -> IdentityPage:
    page = identity(look)
    page.show_unread("Đưa lại thẻ cho máy đọc, giữ yên cách mặt kính một gang tay.")
    return page


def person(residence: ResidenceShown | None) -> PersonShown:
    return PersonShown(
        name=NAME,
        birth_date="27 tháng 3 năm 1957, năm nay 69 tuổi",
        sex="Nữ",
        number=NUMBER,
        masked=MASKED,
        origin="Đọc từ thẻ lúc 8 giờ 32 sáng hôm nay. Máy chưa kiểm tra thật giả.",
        residence=residence,
        may_forget=True,
    )


def confirm(look: Look, residence: ResidenceShown | None = SPLIT) -> ConfirmPersonPage:
    say, texts = look.say, look.texts
    birth = say("confirm.age", date=texts.date(date(1957, 3, 27)), age=69)
    origin = say("confirm.read_at", time=texts.clock(READ_AT))
    shown = replace(person(residence), birth_date=birth, origin=origin)
    return ConfirmPersonPage(look, shown, heading=say("confirm.title"))


def confirm_unchosen(look: Look) -> ConfirmPersonPage:
    page = confirm(look)
    page.primary.emit()
    return page


def confirm_whole(look: Look) -> ConfirmPersonPage:
    return confirm(look, WHOLE)


def confirm_unclear(look: Look) -> ConfirmPersonPage:
    lost = "Th?n ??ng, H?a Tr?, Ph? H?a, Ph? Y?n"
    return confirm(look, ResidenceShown(lost, "Xã Hòa Trị", CHOICES[:1], True, True))


def mend_name(look: Look) -> MendNamePage:
    choices = ("Hương", "Hường", "Hướng", "Hưởng", "Hưng", "Hùng", "Hừng")
    asked = NameAsked(tuple(NAME.split()), 6, choices)
    return MendNamePage(
        look, asked, heading=look.say("mend.title"), caption=look.say("identity.caption")
    )


def mend_name_right(look: Look) -> MendNamePage:
    role = look.say("question.role.father")
    heading = look.say("mend.other_title", role=role)
    asked = NameAsked(tuple(NAME.split()))
    return MendNamePage(look, asked, heading=heading, caption=look.say("identity.caption"))


def find(look: Look) -> FindPage:
    return FindPage(
        look, EVENTS, checked_on=look.say("find.pack_date", date="18 tháng 11 năm 2026")
    )


def procedures(look: Look) -> ProceduresPage:
    heading = look.say("find.event_title", event=EVENTS[0].title)
    return ProceduresPage(look, heading=heading, procedures=_choices(look), nothing="")


def _choices(look: Look) -> tuple[Choice, ...]:
    level = look.say("find.level.partial")
    return tuple(replace(it, detail=level) for it in PROCEDURES)


def search(look: Look) -> SearchPage:
    page = SearchPage(look)
    page.restore("khai sinh")
    page.show_found(_choices(look), "")
    return page


def search_nothing(look: Look) -> SearchPage:
    page = SearchPage(look)
    page.show_found(_choices(look)[:3], look.say("find.none", phone=PHONE))
    return page


def suitability(look: Look) -> SuitabilityPage:
    return SuitabilityPage(
        look,
        caption=BIRTH,
        question="Cha và mẹ của bé đều là người Việt Nam?",
        hint="Nếu cha hoặc mẹ là người nước ngoài, hồ sơ nộp ở nơi khác.",
    )


def bring(look: Look) -> BringPage:
    papers = (
        PaperToBring("Giấy chứng sinh", "Bản chính", always=True),
        PaperToBring("Giấy kết hôn của cha mẹ", "Bản chụp, mang theo bản chính", always=False),
        PaperToBring("Giấy cam đoan việc sinh có thật", "Khi không có giấy khác", always=False),
        PaperToBring("Giấy uỷ quyền có chứng thực", "Khi nộp thay người ngoài nhà", always=False),
        PaperToBring("Thẻ căn cước của người nộp", "Mang theo để quét", always=True),
    )
    return BringPage(
        look,
        ProcedureShown(
            BIRTH,
            "Không mất phí nếu đăng ký trong 60 ngày. Trễ hơn: 8.000 đồng",
            "Trong ngày. Nộp sau 15 giờ thì ngày làm việc tiếp theo",
            "Cha, mẹ, ông, bà hoặc người thân của bé",
            papers,
            look.say("find.pack_date", date="18 tháng 11 năm 2026"),
        ),
    )


TASKS = (
    TaskShown("applicant", "Người yêu cầu", f"Bà {NAME.title()}", RowState.DONE, "Xong"),
    TaskShown("baby", "Thông tin của bé", "Lê Minh Trí", RowState.DONE, "Xong"),
    TaskShown("mother", "Mẹ của bé", "Trần Thị Bích Ngọc", RowState.DONE, "Xong"),
    TaskShown("father", "Cha của bé", "Lê Văn Hai", RowState.ATTENTION, "Cần xem lại"),
    TaskShown("home", "Nơi cư trú của bé", "Thôn Đông, xã Phú Hòa 2", RowState.DONE, "Xong"),
    TaskShown("papers", "Giấy tờ kèm theo", "Giấy chứng sinh", RowState.TODO, "Chưa làm"),
    TaskShown("fee", "Lệ phí", "Không mất phí", RowState.DONE, "Xong"),
    TaskShown("result", "Nhận kết quả", "Tại xã hay bưu điện", RowState.TODO, "Chưa làm"),
    TaskShown("check", "Kiểm tra và nộp", "Mở khi xong", RowState.LOCKED, "Chưa mở"),
)


def tasks(look: Look, shown: tuple[TaskShown, ...] = TASKS) -> TaskListPage:
    say = look.say
    words = {
        RowState.DONE: say("tasks.done"),
        RowState.ATTENTION: say("tasks.look_again"),
        RowState.TODO: say("tasks.not_begun"),
        RowState.LOCKED: say("tasks.locked"),
    }
    rows = [replace(it, words=words[it.state]) for it in shown]
    own = {
        "fee": (say("tasks.fee.title"), say("fee.free")),
        "check": (say("tasks.check.title"), say("tasks.check.locked")),
    }
    for place, row in enumerate(rows):
        title, detail = own.get(row.id, (row.title, row.detail))
        rows[place] = replace(row, title=title, detail=detail)
    heading = say("tasks.title", procedure=BIRTH, count=len(rows))
    return TaskListPage(look, TasksShown(BIRTH, heading, tuple(rows), 7, 5))


def ten_papers() -> tuple[PaperShown, ...]:
    return tuple(
        PaperShown(
            id=f"p{place}",
            title=f"Giấy tờ thứ {place + 1} có tên dài hai dòng",
            form="Bản chính hoặc bản sao có chứng thực",
            required=place % 2 == 0,
            full=place == 3,
            attachments=tuple(
                AttachmentShown(f"a{place}{at}", at + 1, picture() if at else b"")
                for at in range(place % 4)
            ),
        )
        for place in range(10)
    )


def papers(look: Look) -> PapersPage:
    return PapersPage(look, ten_papers(), caption=BIRTH)


def keeping(look: Look) -> NoticePage:
    return keeping_page(look)


def pick(look: Look) -> PickFilePage:
    return _pick(look, look.say("pick.hint", size=10))


def pick_offline(look: Look) -> PickFilePage:
    return _pick(look, f"{look.say('pick.hint', size=10)} {look.say('ways.phone.offline')}")


def _pick(look: Look, hint: str) -> PickFilePage:
    page = PickFilePage(
        look,
        heading=look.say("pick.title", paper="Giấy chứng nhận kết hôn của cha mẹ"),
        hint=hint,
    )
    page.show_files(FILES)
    return page


ADDRESS = (
    "https://dichvucong.example.vn/phone#1.0193687e-1f4a-7c3e-9a51-6f1d2b7c8e90"
    f".{'A' * 22}.{'b' * 43}"
)
ON_PHONE = "Giấy chứng nhận kết hôn của cha mẹ"


def from_phone(look: Look) -> FromPhonePage:
    shown = FromPhoneShown(BIRTH, ON_PHONE, HandOffShown.WAITING, ADDRESS, 600.0, practice=True)
    return FromPhonePage(look, shown)


def from_phone_arrived(look: Look) -> FromPhonePage:
    pictures = (picture(),) * 5
    shown = FromPhoneShown(BIRTH, ON_PHONE, HandOffShown.JOINED, ADDRESS, 600.0, pictures)
    return FromPhonePage(look, shown)


def from_phone_lost(look: Look) -> FromPhonePage:
    return FromPhonePage(
        look,
        FromPhoneShown(
            BIRTH,
            ON_PHONE,
            HandOffShown.JOINED,
            ADDRESS,
            600.0,
            (picture(),),
            lost=True,
            fault=look.say("phone.unreadable"),
        ),
    )


def from_phone_over(look: Look) -> FromPhonePage:
    pictures = (picture(),) * 2
    return FromPhonePage(
        look, FromPhoneShown(BIRTH, ON_PHONE, HandOffShown.OVER, "", 0.0, pictures)
    )


def from_phone_failed(look: Look) -> FromPhonePage:
    return FromPhonePage(look, FromPhoneShown(BIRTH, ON_PHONE, HandOffShown.FAILED))


def pick_nothing(look: Look) -> PickFilePage:
    page = PickFilePage(look, heading=look.say("pick.title", paper="Giấy kết hôn"), hint="")
    page.show_files(())
    return page


def pick_looking(look: Look) -> PickFilePage:
    page = PickFilePage(look, heading=look.say("pick.title", paper="Giấy kết hôn"), hint="")
    page.show_looking()
    return page


def pick_unusable(look: Look) -> PickFilePage:
    page = pick(look)
    page.show_unusable("Tệp này lớn hơn 10 MB. Chụp lại nhỏ hơn, rồi chọn lại.")
    return page


MARRIAGE = "Giấy chứng nhận kết hôn của cha mẹ"
CUT = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))


def ways(look: Look) -> PaperWaysPage:
    return PaperWaysPage(look, tuple(PaperWay), paper=MARRIAGE)


def ways_offline(look: Look) -> PaperWaysPage:
    there = tuple(way for way in PaperWay if way is not PaperWay.PHONE)
    return PaperWaysPage(look, there, paper=MARRIAGE, missing=look.say("ways.phone.offline"))


def shoot(look: Look) -> ShootPage:
    return ShootPage(look, Camera("none"), paper=MARRIAGE, number=2)


def shoot_lost(look: Look) -> ShootPage:
    page = shoot(look)
    page.show_lost()
    return page


def shoot_failed(look: Look) -> ShootPage:
    page = shoot(look)
    page.show_failed()
    return page


def review(look: Look, verdict: Verdict = Verdict.CLEAR, count: int = 1) -> ReviewPage:
    pages = tuple(PageShown(picture(), at % 2, verdict) for at in range(count))
    return ReviewPage(look, ReviewShown(MARRIAGE, pages, 0, scanned=False, more=count < 10))


def review_poor(look: Look) -> ReviewPage:
    return review(look, Verdict.BLURRED)


def review_many(look: Look) -> ReviewPage:
    page = review(look, Verdict.CORNERS, 10)
    page.show_trouble(look.say("review.trouble.too-large"))
    return page


def flatbed(look: Look) -> FlatbedPage:
    return FlatbedPage(look, paper=MARRIAGE, number=2)


def flatbed_silent(look: Look) -> FlatbedPage:
    page = flatbed(look)
    page.show_trouble("silent")
    return page


def scanning(look: Look) -> FlatbedPage:
    page = FlatbedPage(look, paper=MARRIAGE, number=1)
    page.show_scanning()
    page.show_part(0.6)
    return page


def corners(look: Look) -> CornersPage:
    return CornersPage(look, QImage.fromData(picture()), CUT)


def fee(look: Look) -> FeePage:
    parts = (
        FeePartShown("Đăng ký khai sinh trễ hạn", "8.000 đồng", "Sau 60 ngày thu 8.000 đồng"),
        FeePartShown("Bản sao trích lục", "16.000 đồng", "8.000 đồng một bản, lấy 2 bản"),
    )
    return FeePage(look, parts, total="24.000 đồng", caption=BIRTH)


def answers(section: str, count: int) -> tuple[AnswerShown, ...]:
    return tuple(
        AnswerShown(
            f"Câu {at}", f"Trả lời {section} {at}", f"{section}-step-{at}", f"{section}-{at}"
        )
        for at in range(count)
    )


SECTIONS = (
    SectionShown(
        "Người yêu cầu",
        "Đọc từ thẻ",
        (
            *answers("applicant", 4),
            AnswerShown("Số căn cước", MASKED, "number", "applicant.number", NUMBER),
            AnswerShown("Điện thoại", "09•• ••• 678", "phone", "applicant.phone", "0912 345 678"),
        ),
    ),
    SectionShown(
        "Bé",
        "",
        (
            AnswerShown("Họ, chữ đệm và tên", NAME, "name", "baby.name", is_name=True),
            AnswerShown(
                "Nơi sinh",
                "Trung tâm Y tế Phú Hòa, thôn Định Thọ, xã Phú Hòa 1, tỉnh Đắk Lắk",
                "place",
                "baby.place",
            ),
            AnswerShown("Quốc tịch", "Việt Nam", None, "baby.nationality"),
        ),
    ),
    SectionShown("Mẹ của bé", "", answers("mother", 6)),
    SectionShown("Cha của bé", "", answers("father", 5)),
)


def check(look: Look, *faults: tuple[str, str]) -> CheckAnswersPage:
    helping = look.say("check.helping.guided")
    first = replace(SECTIONS[0], note=look.say("check.from_card"))
    shown = CheckShown(BIRTH, (first, *SECTIONS[1:]), 2, 3, helping, faults)
    return CheckAnswersPage(look, shown)


def check_heard(look: Look) -> CheckAnswersPage:
    page = check(look)
    page.show_voice(heard=True)
    return page


def check_with_faults(look: Look) -> CheckAnswersPage:
    return check(
        look,
        ("Ngày sinh của cha còn thiếu ngày", "father-step-2"),
        ("Số căn cước của cha phải có 12 số", "father-step-1"),
        ("Chọn xã hoặc phường", "place"),
    )


def submit(look: Look, *, online: bool = True) -> SubmitPage:
    declaration = "Những điều khai ở trên là đúng sự thật. Tôi chịu trách nhiệm trước pháp luật."
    return SubmitPage(look, SubmitShown(BIRTH, declaration, "", online))


def submit_offline(look: Look) -> SubmitPage:
    return submit(look, online=False)


def put_aside(look: Look) -> PutAsidePage:
    return PutAsidePage(
        look,
        AsideShown(
            BIRTH,
            "TK-3K7-52Y",
            "9A7D-K2MN-4PQR-STUV-W8XY",
            "KIOSK1:TK-3K7-52Y:9A7DK2MN4PQRSTUVW8XY",
            "26 tháng 12 năm 2026",
        ),
    )


def put_aside_not_printed(look: Look) -> PutAsidePage:
    page = put_aside(look)
    page.show_printing_failed(look.say("printing.failed.printer"))
    return page


def progress(
    look: Look,
    state: State = State.WAITING,
    tone: Tone = Tone.WARNING,
    *,
    code: str | None = None,
    heard: str = "updated",
) -> ProgressPage:
    text = "progress.refused.open" if state is State.REFUSED else f"progress.{state}_text"
    return ProgressPage(
        look,
        ProgressShown(
            title=look.say("progress.title"),
            state=look.say(f"progress.{state}"),
            tone=tone,
            text=look.say(text, phone=PHONE) if text in look.texts else "",
            code_label=look.say("progress.code"),
            code=code,
            ticket="TK-3K7-52Y",
            updated=look.say(f"progress.{heard}", time=look.texts.clock(READ_AT)),
            can_be=CanBe.REOPENED if code is None else CanBe.NOTHING,
        ),
    )


def progress_sent(look: Look, *, heard: str = "updated") -> ProgressPage:
    code = "H15.87.03-261126-010042"
    return progress(look, State.DELIVERED, Tone.SUCCESS, code=code, heard=heard)


def progress_cached(look: Look) -> ProgressPage:
    return progress_sent(look, heard="cached")


def progress_refused(look: Look) -> ProgressPage:
    return progress(look, State.REFUSED, Tone.DANGER)


def leaving(look: Look) -> NoticePage:
    return leave_page(look)


CARDS = (
    CardShown(
        "Không đọc mã trong tin nhắn cho ai",
        "Công an, cán bộ không bao giờ gọi điện hỏi mã. Ai hỏi mã là lừa đảo. "
        "Người giúp ở đây cũng không hỏi.",
        "code",
    ),
    CardShown(
        "Cài ứng dụng giả, mất hơn 2 tỷ đồng",
        "Ở Hà Nội, kẻ gian gọi cho một chị, nói là công an, rồi gửi đường dẫn cài ứng dụng giả "
        "Cổng Dịch vụ công. Cài xong thì điện thoại treo cứng, tiền trong ngân hàng bị rút hết.",
        "link",
        "CafeF, 10/8/2025",
    ),
    CardShown("Không chuyển tiền", "Không ai thu phí qua điện thoại.", "money"),
)
QUESTION = QuestionShown(
    2,
    3,
    "Có tin nhắn gửi đường dẫn cài ứng dụng VNeID. Ông bà làm gì?",
    (
        ("store", "Chỉ tải ở cửa hàng của điện thoại"),
        ("tap", "Bấm vào đường dẫn"),
        ("forward", "Gửi cho người nhà bấm thử"),
    ),
    "store",
    "Chỉ tải ở cửa hàng của điện thoại, hoặc nhờ người giúp ở đây. Đường dẫn lạ thì xoá đi, "
    "đừng gửi tiếp.",
)


def guide(look: Look) -> GuidePage:
    return GuidePage(look, CARDS, heading=look.say("home.guide.short"))


def guide_case(look: Look) -> GuidePage:
    page = guide(look)
    page.show_card(1)
    return page


def quiz(look: Look, given: str | None = None) -> QuizPage:
    return QuizPage(look, replace(QUESTION, given=given))


def quiz_answered(look: Look) -> QuizPage:
    return quiz(look, "tap")


def reminder(look: Look) -> ReminderPage:
    lines = (
        look.say("slip.print.fraud.strong"),
        "Không bấm đường dẫn lạ. Cổng chỉ có một địa chỉ: dichvucong.gov.vn.",
        "Không chuyển tiền để cập nhật giấy tờ.",
        "Lỡ bấm, lỡ chuyển: gọi ngân hàng, tắt điện thoại, báo Công an xã.",
    )
    calls = (f"Nhà văn hoá thôn Đông: {PHONE}",)
    text = "\n".join((*lines, *calls))
    return ReminderPage(look, ReminderShown("Bốn điều nhớ khi có người gọi", lines, calls, text))


def reminder_not_printed(look: Look) -> ReminderPage:
    page = reminder(look)
    page.show_print_failed()
    return page


def reuse(look: Look) -> ReusePage:
    shown = (
        ReuseShown(NAME, "Đọc từ thẻ lúc 9 giờ 30 sáng", {}),
        ReuseShown("TRẦN VĂN NAM", "Đã khai lúc 9 giờ 35 sáng", {}),
        ReuseShown("Thôn Đông, xã Phú Hòa 2, tỉnh Đắk Lắk", "Nơi sinh của bé", {}),
    )
    question = "Họ và tên cha của bé là gì?"
    return ReusePage(look, shown, heading=question, place=Place(BIRTH, "Câu 5 trên 9", 0.5))


def refused(look: Look) -> NoticePage:
    return refused_page(look, Refusal("identity-mismatch", ""))


def not_kept(look: Look) -> NoticePage:
    """What comes over a page whose answers could not be kept; the page stays behind it."""
    return not_kept_page(look)


def not_erased(look: Look) -> NoticePage:
    return _failed(look, "not_erased", "progress.home")


def account_known(look: Look) -> NoticePage:
    return notice_page(look, "account_known", ways=("tasks.next",))


def wrong_phone(look: Look) -> NoticePage:
    ways = ("notice.wrong_phone.later", "notice.wrong_phone.again")
    number = "09•• ••• 678"
    return notice_page(look, "wrong_phone", ways=ways, picture="phone", number=number, phone=PHONE)


def declined(look: Look) -> NoticePage:
    commune = "xã Phú Hòa 2"
    return notice_page(look, "declined", ways=("progress.home",), commune=commune, phone=PHONE)


def doubt(look: Look) -> NoticePage:
    return doubt_page(look, "Bé sinh hơn một năm trước, Uỷ ban sẽ hỏi thêm vì sao khai muộn.")


def not_suitable(look: Look) -> NoticePage:
    text = "Bấm nút Gọi người giúp, hoặc đến nhà mạng đăng ký lại số đứng tên mình."
    return not_suitable_page(look, "Cần một số điện thoại đứng tên mình", text)


def recover(look: Look) -> NoticePage:
    return recover_page(look, BIRTH)


def remembered(look: Look) -> NoticePage:
    facts = (
        look.say("remember.phone", phone="09•• ••• 678"),
        look.say("remember.residence", residence="Thôn Đông, xã Phú Hòa 2, tỉnh Đắk Lắk"),
        look.say("remember.kept_on", date=look.texts.date(READ_AT.date())),
    )
    return remembered_page(look, (NAME, *facts))


def not_remembered(look: Look) -> NoticePage:
    return notice_page(look, "not_remembered", ways=("notice.not_remembered.again", "tasks.next"))


def remember_locked(look: Look) -> NoticePage:
    return notice_page(look, "remember_locked", ways=("tasks.next",))


def forgotten(look: Look) -> NoticePage:
    return notice_page(look, "forgotten", ways=("tasks.next",))


def not_open(look: Look) -> NoticePage:
    return notice_page(look, "not_open", ways=("progress.home",))


def too_old(look: Look) -> NoticePage:
    return notice_page(look, "too_old", ways=("progress.home",), phone=PHONE)


def slip_too_late(look: Look) -> NoticePage:
    return told_page(look, "too_late", PHONE)


def withdraw(look: Look) -> NoticePage:
    return withdraw_page(look)


def helper_called(look: Look) -> NoticePage:
    return called_page(look, ("Chị Trần Thị Lan", "Bác Phạm Phúc"), PHONE, arrives=True)


def helper_away(look: Look) -> NoticePage:
    return called_page(look, (), PHONE, arrives=False)


def may_they(look: Look) -> NoticePage:
    title = look.say("consent.helper.title", helper="Chị Trần Thị Lan")
    text = look.say("consent.helper.text", helper="Chị Trần Thị Lan")
    return may_they_page(look, ConsentAsked("helper", title, text))


def code_later(look: Look) -> NoticePage:
    """What comes in the place of the page of the code when the portal goes away."""
    return _failed(look, "code_later", "notice.again", "notice.wrong_phone.later")


def _failed(look: Look, name: str, *ways: str) -> NoticePage:
    return notice_page(look, name, ways=ways, picture="triangle-alert", phone=PHONE)


def sending(look: Look) -> NoticePage:
    return waiting_page(look, sending=True)


def helper_choice(look: Look) -> HelperChoicePage:
    helpers = (
        HelperShown("Chị Trần Thị Lan", "Đoàn thanh niên"),
        HelperShown("Bác Phạm Phúc", "Trưởng thôn", Portrait.MAN),
        HelperShown("Cô Nguyễn Thị Hồng Nhung", "Công chức tư pháp hộ tịch"),
    )
    return HelperChoicePage(look, helpers)


def help_reason(look: Look) -> HelpReasonPage:
    return HelpReasonPage(look)


def helper_arrived(look: Look) -> WhoPressesPage:
    return WhoPressesPage(look, (HelpMode.GUIDED, HelpMode.ON_BEHALF), name="helper.arrived")


def afterwards(look: Look) -> WhoPressesPage:
    return WhoPressesPage(look, name="afterwards", skip=look.say("afterwards.skip"))


def rating(look: Look) -> RatingPage:
    return RatingPage(look)


EVERY = (
    afterwards,
    rating,
    helper_choice,
    help_reason,
    helper_arrived,
    guide,
    guide_case,
    quiz,
    quiz_answered,
    reminder,
    reminder_not_printed,
    reuse,
    consent,
    consent_missing,
    identity,
    identity_with_camera,
    identity_before_camera,
    slip_before_camera,
    slip_beside_camera,
    identity_alone,
    identity_unread,
    confirm,
    confirm_unchosen,
    confirm_whole,
    confirm_unclear,
    mend_name,
    mend_name_right,
    find,
    procedures,
    search,
    search_nothing,
    suitability,
    bring,
    tasks,
    papers,
    keeping,
    pick,
    from_phone,
    from_phone_arrived,
    from_phone_lost,
    from_phone_over,
    from_phone_failed,
    pick_offline,
    pick_nothing,
    pick_looking,
    pick_unusable,
    ways,
    ways_offline,
    shoot,
    shoot_lost,
    shoot_failed,
    review,
    review_poor,
    review_many,
    flatbed,
    flatbed_silent,
    scanning,
    corners,
    fee,
    check,
    check_heard,
    check_with_faults,
    submit,
    submit_offline,
    put_aside,
    put_aside_not_printed,
    progress,
    progress_sent,
    progress_cached,
    progress_refused,
    leaving,
    refused,
    not_kept,
    not_erased,
    account_known,
    wrong_phone,
    declined,
    doubt,
    not_suitable,
    recover,
    remembered,
    not_remembered,
    remember_locked,
    forgotten,
    not_open,
    too_old,
    slip_too_late,
    withdraw,
    helper_called,
    helper_away,
    may_they,
    code_later,
    sending,
)
"""A page of each screen in this room, made for a look."""
