"""The slip on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtPrintSupport import QPrinter

from kiosk.domain.helping import Helping, HelpMode
from kiosk.domain.slip import Slip, Ticket
from kiosk.domain.submission import Kind, ReceiptState
from tests.ui.as_pdf import write_pdf
from tests.ui.outcomes import CODE, SLIP, outcome, submission
from ui.printing.printer import PrintingFailed, print_out, put_on
from ui.printing.qr import forget, modules
from ui.printing.reminder import Reminder, reminder_drawing
from ui.printing.sheet import Paper, sheet_height
from ui.printing.slip import SlipState, slip_drawing
from ui.screens.outcome import slip_of
from ui.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image
    from pytestqt.qtbot import QtBot

    from ui.printing.sheet import Drawing
    from ui.printing.slip import SlipContent

THERMAL_DPI = 203


@pytest.fixture
def texts(qtbot: QtBot) -> Texts:
    del qtbot
    return Texts.read("vi").addressing("female")


def content(texts: Texts, receipt: ReceiptState | None = None) -> SlipContent:
    return slip_of(
        texts,
        outcome(receipt=receipt),
        point="Nhà văn hoá thôn Đông",
        commune="xã Phú Hòa 2, tỉnh Đắk Lắk",
        papers=("Giấy chứng sinh, 1 trang", "Giấy kết hôn, 2 trang"),
        helping=Helping(HelpMode.GUIDED, "07"),
        number_ending="5678",
        kept_until=date(2026, 12, 26),
    )


def pages(path: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path.read_bytes())


def as_dots(page: pypdfium2.PdfPage) -> Image:
    """What a thermal head makes of it: black or white, 203 dots an inch."""
    picture: Image = page.render(scale=THERMAL_DPI / 72).to_pil()
    return picture.convert("L").point(lambda grey: 255 if grey > 127 else 0)


def words_of(path: Path) -> str:
    document = pages(path)
    return "\n".join(
        document[number].get_textpage().get_text_bounded() for number in range(len(document))
    )


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("receipt", [None, ReceiptState.RECEIVED])
def test_a_reader_finds_the_slips_key_in_the_print(
    texts: Texts, tmp_path: Path, paper: Paper, receipt: ReceiptState | None
) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts, receipt), texts), path, paper)
    found = zxingcpp.read_barcodes(as_dots(pages(path)[0]))
    assert [code.text for code in found] == [SLIP.qr_text]


def test_what_was_read_opens_the_same_slip(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts), texts), path)
    (code,) = zxingcpp.read_barcodes(as_dots(pages(path)[0]))
    assert Slip.from_qr(code.text) == SLIP


def test_the_qr_code_says_nothing_of_the_person(texts: Texts) -> None:
    qr = content(texts).slip.qr_text
    assert qr.startswith("KIOSK1:TK-3K7-52")
    assert "5678" not in qr.split(":", 2)[1]
    assert len(qr.split(":")) == 3


@pytest.mark.parametrize("paper", Paper)
def test_a_slip_of_what_waits_says_that_it_is_no_receipt(
    texts: Texts, tmp_path: Path, paper: Paper
) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts), texts), path, paper)
    words = words_of(path)
    assert "chưa nộp" in words
    assert "Đây chưa phải giấy tiếp nhận" in words
    assert CODE not in words.replace("\n", "")


def test_a_slip_of_what_was_received_shows_the_portals_code(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts, ReceiptState.RECEIVED), texts), path)
    words = words_of(path)
    assert "Đây chưa phải giấy tiếp nhận" not in words
    assert CODE in words.replace("\n", "").replace("\r", "").replace(" ", "")


def test_a_slip_to_be_confirmed_is_no_receipt_either(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts, ReceiptState.NEEDS_CONFIRMATION), texts), path)
    assert "Đây chưa phải giấy tiếp nhận" in words_of(path)


def test_the_name_is_masked_and_the_number_ends_with_four_digits(
    texts: Texts, tmp_path: Path
) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts), texts), path)
    assert "Bà N. T. HỢI, căn cước ••5678" in words_of(path)


def test_no_slip_claims_a_receipt_that_isnt_there(texts: Texts) -> None:
    with pytest.raises(ValueError, match="RECEIVED"):
        replace(content(texts), state=SlipState.RECEIVED)
    with pytest.raises(ValueError, match="QUEUED"):
        replace(content(texts, ReceiptState.RECEIVED), state=SlipState.QUEUED)


def test_a_roll_is_as_long_as_what_stands_on_it(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    long = replace(content(texts), papers=tuple(f"Giấy tờ số {n}, 1 trang" for n in range(12)))
    write_pdf(slip_drawing(long, texts), path)
    page = pages(path)[0]
    assert len(pages(path)) == 1
    assert page.get_width() / 72 * 25.4 == pytest.approx(80, abs=0.3)
    height = sheet_height(slip_drawing(long, texts), Paper.ROLL)
    assert page.get_height() / 72 * 25.4 == pytest.approx(height, abs=0.5)
    assert height > sheet_height(slip_drawing(content(texts), texts), Paper.ROLL)


def test_an_a5_slip_fits_one_sheet_and_a_long_one_goes_on(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    write_pdf(slip_drawing(content(texts), texts), path, Paper.A5)
    assert len(pages(path)) == 1
    long = replace(content(texts), papers=tuple(f"Giấy tờ số {n}, 1 trang" for n in range(12)))
    write_pdf(slip_drawing(long, texts), path, Paper.A5)
    assert len(pages(path)) == 2
    assert "Không đọc mã trong tin nhắn cho ai" in words_of(path)


@pytest.mark.parametrize("secret", [0, (1 << 100) - 1, 5])
@pytest.mark.parametrize("paper", Paper)
def test_the_secret_can_be_typed_from_the_print(
    texts: Texts, tmp_path: Path, paper: Paper, secret: int
) -> None:
    path = tmp_path / "slip.pdf"
    slip = Slip(Ticket("TK", "3K752"), secret)
    write_pdf(slip_drawing(replace(content(texts), slip=slip), texts), path, paper)
    words = "".join(words_of(path).split())
    assert slip.typed.replace(" ", "") in words


def test_every_state_and_kind_has_its_words(texts: Texts) -> None:
    for language in ("vi", "en"):
        spoken = Texts.read(language)
        for kind in Kind:
            for state in SlipState:
                proven = state in (SlipState.RECEIVED, SlipState.CONFIRMING)
                shown = replace(
                    content(texts), kind=kind, state=state, code=CODE if proven else None
                )
                for mode in HelpMode:
                    whole = replace(shown, helping=Helping(mode))
                    assert sheet_height(slip_drawing(whole, spoken), Paper.ROLL) > 100


def test_a_draft_put_aside_is_no_submission() -> None:
    assert SlipState.of(None) is SlipState.PUT_ASIDE
    assert SlipState.of(submission()) is SlipState.QUEUED
    assert SlipState.of(submission(receipt=ReceiptState.RECEIVED)) is SlipState.RECEIVED


def test_codes_are_forgotten_with_the_person() -> None:
    modules(SLIP.qr_text)
    forget()
    assert modules.cache_info().currsize == 0


def test_an_unknown_printer_is_said_by_name_and_asks_nothing(texts: Texts) -> None:
    for name in ("", "máy in không có"):
        with pytest.raises(PrintingFailed) as failure:
            print_out(slip_drawing(content(texts), texts), "TK", name)
        assert f"printing.failed.{failure.value.reason}" in texts


def test_a_print_driver_gets_the_slip_at_its_own_density(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    driver = QPrinter(QPrinter.PrinterMode.HighResolution)
    driver.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    driver.setOutputFileName(str(path))
    driver.setFullPage(True)
    drawing = slip_drawing(content(texts), texts)
    put_on(driver, driver.resolution(), drawing, Paper.ROLL)
    page = pages(path)[0]
    assert page.get_width() / 72 * 25.4 == pytest.approx(80, abs=0.5)
    assert [code.text for code in zxingcpp.read_barcodes(as_dots(page))] == [SLIP.qr_text]


REMINDER = Reminder(
    "Nhà văn hoá thôn Đông",
    "xã Phú Hòa 2, tỉnh Đắk Lắk",
    "Bốn điều nhớ khi có người gọi",
    ("Không đọc mã trong tin nhắn cho ai.", "Lỡ bấm: gọi ngân hàng, tắt điện thoại."),
    (("Nhà văn hoá thôn Đông", "0257 000 1234"),),
    date(2026, 11, 29),
)


def drawn(texts: Texts) -> dict[str, Drawing]:
    """Everything that goes home on paper, in each of its states."""
    aside = replace(content(texts), state=SlipState.PUT_ASIDE, steps=())
    slips = {
        "put aside": aside,
        "queued": content(texts),
        "confirming": content(texts, ReceiptState.NEEDS_CONFIRMATION),
        "received": content(texts, ReceiptState.RECEIVED),
    }
    drawings = {name: slip_drawing(slip, texts) for name, slip in slips.items()}
    return drawings | {"reminder": reminder_drawing(REMINDER, texts)}


def heights(document: pypdfium2.PdfDocument, letters: str) -> list[float]:
    """How high each of these letters stands in the print, in points."""
    found = []
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            if text.get_text_range(at, 1) in letters:
                _, bottom, _, top = text.get_charbox(at)
                found.append(top - bottom)
    return found


@pytest.mark.parametrize("paper", Paper)
def test_no_letter_in_print_is_smaller_than_twelve_points(
    texts: Texts, tmp_path: Path, paper: Paper
) -> None:
    path = tmp_path / "paper.pdf"
    for name, drawing in drawn(texts).items():
        write_pdf(drawing, path, paper)
        capitals = heights(pages(path), "HTNKMLBPGC")
        assert len(capitals) > 8, name
        # Capitals of these letters are 0.74 em high; half a dot of the head is 0.18 points.
        assert min(capitals) >= 0.74 * 12 - 0.18, name


@pytest.mark.parametrize("paper", Paper)
def test_the_code_to_ask_for_is_the_largest_thing_in_print(
    texts: Texts, tmp_path: Path, paper: Paper
) -> None:
    path = tmp_path / "slip.pdf"
    for receipt, least in ((None, 20), (ReceiptState.RECEIVED, 15)):
        write_pdf(slip_drawing(content(texts, receipt), texts), path, paper)
        assert max(heights(pages(path), "HK")) >= 0.74 * least


def test_a_slip_of_what_was_received_fits_one_sheet(texts: Texts, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    for receipt in ReceiptState:
        slip = replace(content(texts, receipt), kept_until=None)
        write_pdf(slip_drawing(slip, texts), path, Paper.A5)
        assert len(pages(path)) == 1


@pytest.mark.parametrize("paper", Paper)
def test_the_card_to_take_home_says_what_to_remember_and_names_nobody(
    texts: Texts, tmp_path: Path, paper: Paper
) -> None:
    path = tmp_path / "card.pdf"
    write_pdf(reminder_drawing(REMINDER, texts), path, paper)
    words = " ".join(words_of(path).split())
    assert "Không đọc mã trong tin nhắn cho ai." in words
    assert "0257 000 1234" in words
    assert "29/11/2026" in words
    assert len(pages(path)) == 1


def test_printing_leaves_nothing_behind(
    texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, out = tmp_path / "spool", tmp_path / "out.pdf"
    spool.mkdir()
    monkeypatch.setenv("TMPDIR", str(spool))
    driver = QPrinter(QPrinter.PrinterMode.HighResolution)
    driver.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    driver.setOutputFileName(str(out))
    put_on(driver, driver.resolution(), drawn(texts)["queued"], Paper.ROLL)
    write_pdf(drawn(texts)["queued"], out)
    assert list(spool.iterdir()) == []
