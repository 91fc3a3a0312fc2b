from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import psutil
import pypdfium2
import pytest
from PIL import Image

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.advice import WHOLE, Verdict
from kiosk.papers.darkroom import UNDEVELOPED, Darkroom, Picture
from kiosk.papers.kinds import JPEG, PDF
from tests.papers import making
from tests.papers.photographs import FAULTS, Scene, photograph
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

T = TypeVar("T")
MOST_BYTES = 10 * 1024 * 1024
SHARP = Scene(seed=6, fill=0.84, landscape=True)


def picture(scene: Scene = SHARP, *, colours: bool = True) -> Picture:
    """As a camera's frame lies in memory: with bytes behind each row."""
    grey = photograph(scene).grey
    dots = np.repeat(grey[:, :, None], 3, axis=2) if colours else grey[:, :, None]
    height, width, channels = dots.shape
    rows = np.pad(dots.reshape(height, -1), ((0, 0), (0, 8)))
    return Picture(width, height, width * channels + 8, channels, rows.tobytes())


def answer(future: Future[T]) -> T:
    return future.result(timeout=PATIENCE)


def reason(future: Future[T]) -> str:
    with pytest.raises(PaperUnusable) as unusable:
        answer(future)
    return unusable.value.reason


@pytest.fixture(scope="module")
def darkroom() -> Iterator[Darkroom]:
    room = Darkroom()
    yield room
    room.close()


def page_of(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["JPEG"])


def test_a_process_that_is_just_starting_is_ended_too() -> None:
    """Whoever leaves at once leaves none behind, and one that is asked for later starts anew."""
    room = Darkroom()
    looked = room.look(lambda: picture(colours=False))
    room.rest()
    answer(looked)
    room._thread.submit(lambda: None).result()
    assert room._process is None
    answer(room.look(lambda: picture(colours=False)))
    room.close()
    room.rest()  # nobody is left to do it, and nothing to be done


def test_a_live_picture_is_looked_at(darkroom: Darkroom) -> None:
    found = answer(darkroom.look(lambda: picture(colours=False)))
    assert found.corners is not None
    assert found.inside


def test_a_photograph_becomes_a_straight_page(darkroom: Darkroom) -> None:
    made = answer(darkroom.develop(picture, MOST_BYTES))
    assert made.verdict is Verdict.CLEAR
    page = page_of(made.jpeg)
    assert page.width / page.height == pytest.approx(1754 / 1240, rel=0.04)
    assert max(Image.open(io.BytesIO(made.preview)).size) == 1000
    assert not page.getexif()


def test_a_photograph_without_a_sheet_stays_whole_and_says_so(darkroom: Darkroom) -> None:
    made = answer(darkroom.develop(lambda: picture(FAULTS["show"]), MOST_BYTES))
    assert (made.verdict, made.corners) == (Verdict.CORNERS, WHOLE)
    assert page_of(made.jpeg).size == (1920, 1080)


def test_corners_put_by_hand_count_as_seen(darkroom: Darkroom) -> None:
    by_hand = ((0.1, 0.1), (0.6, 0.1), (0.6, 0.9), (0.1, 0.9))
    made = answer(darkroom.develop(picture, MOST_BYTES, by_hand))
    assert made.corners == by_hand
    assert page_of(made.jpeg).size == (960, 864)
    assert made.verdict is not Verdict.CORNERS


def test_what_a_flat_bed_scanned_is_kept_to_its_edges(darkroom: Darkroom) -> None:
    rows = making.noise(2480, 3508).tobytes()
    scanned = Picture(2480, 3508, 2480, 1, rows, flat=True)
    made = answer(darkroom.develop(lambda: scanned, MOST_BYTES))
    assert made.verdict is Verdict.CLEAR
    assert page_of(made.jpeg).size == (1448, 2048)


def test_a_page_that_cannot_be_small_enough_says_so(darkroom: Darkroom) -> None:
    scanned = Picture(2000, 2000, 2000, 1, making.noise(2000, 2000).tobytes(), flat=True)
    assert reason(darkroom.develop(lambda: scanned, 90_000)) == "too-large"


def test_several_pages_are_bound_to_one_pdf_as_they_are(darkroom: Darkroom) -> None:
    first, other = making.jpeg(making.picture(300, 400)), making.jpeg(making.picture(320, 400))
    paper = answer(darkroom.bind([(first, 0), (other, 1), (first, 2)], MOST_BYTES, pdf=True))
    assert (paper.media_type, paper.pages) == (PDF, 3)
    document = pypdfium2.PdfDocument(paper.content)
    shapes = [document[at].get_size() for at in range(3)]
    assert [wide < high for wide, high in shapes] == [True, False, True]
    assert max(shapes[0]) == pytest.approx(595.3 * 4 / 3, abs=0.1)
    # The JPEGs themselves lie in it, not copies of copies.
    scanned = first[first.index(b"\xff\xda") : -40]
    assert paper.content.count(scanned) == 2
    document.close()


def test_pages_that_are_too_much_together_are_made_smaller(darkroom: Darkroom) -> None:
    page = making.jpeg(making.noise(900, 1200), quality=95)
    paper = answer(darkroom.bind([(page, 0), (page, 0)], int(len(page) * 1.2), pdf=True))
    assert len(paper.content) <= len(page) * 1.2
    assert reason(darkroom.bind([(page, 0)] * 5, len(page), pdf=True)) == "too-large"


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_one_page_stays_a_jpeg_and_is_turned(darkroom: Darkroom, turns: int) -> None:
    image = Image.new("RGB", (300, 200), "white")
    image.paste((200, 0, 0), (0, 0, 60, 60))  # the upper left corner
    target = io.BytesIO()
    image.save(target, "JPEG")
    paper = answer(darkroom.bind([(target.getvalue(), turns)], MOST_BYTES, pdf=False))
    assert (paper.media_type, paper.pages) == (JPEG, 1)
    page = page_of(paper.content).convert("RGB")
    wide, high = page.size
    at = [(20, 20), (wide - 20, 20), (wide - 20, high - 20), (20, high - 20)]
    red = [page.getpixel(place)[1] < 100 for place in at]  # type: ignore[index]
    assert red.index(True) == turns
    assert sum(red) == 1


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "print('no json')",
        "print('{}')",
        "print('[]')",
        """print('{"parts": [9000000000]}')""",
        """print('{"parts": [-1]}')""",
        """print('{"parts": []}')""",
        """print('{"parts": [], "findings": {"corners": 5}}')""",
        "import threading; threading.Event().wait()",
    ],
)
def test_a_process_that_fails_is_started_anew_for_the_next_wish(code: str) -> None:
    room = Darkroom(command=[sys.executable, "-c", code], seconds=1)
    assert reason(room.look(lambda: picture(colours=False))) == UNDEVELOPED
    assert reason(room.develop(picture, MOST_BYTES)) == UNDEVELOPED
    room.close()
    room = Darkroom(command=["/nowhere/darkroom"])
    assert reason(room.bind([(b"", 0)], 9, pdf=False)) == UNDEVELOPED
    room.close()


def test_nothing_is_left_of_what_it_saw_once_it_rests() -> None:
    room = Darkroom()
    assert answer(room.look(lambda: picture(colours=False))).inside
    process = room._process
    assert process is not None
    seen = psutil.Process(process.pid)
    room.rest()
    room.close()
    assert not seen.is_running()


def test_the_program_itself_loads_no_picture_libraries() -> None:
    import subprocess

    code = (
        "import sys, kiosk.papers, kiosk.papers.advice;"
        "sys.exit(bool({'cv2', 'numpy', 'PIL', 'pypdfium2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
