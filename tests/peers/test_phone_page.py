"""The page that a person's own phone opens, in a real browser of a phone's size."""

from __future__ import annotations

import io
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from kiosk.domain.ports import HandOffState, HandOffWanted
from kiosk.training.hand_off_pages import PAGE
from tests.patience import PATIENCE
from tests.peers.node import HERE, need_chromium
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.domain.ports import HandOff
    from tests.training.world import World

WANTED = HandOffWanted("Giấy chứng sinh", "vi", ("image/jpeg", "image/png"), 3, 10_000_000)
PLACE = b"10.7769N 106.7009E"


class Phones:
    """Phones with Chromium in them; each has a name, and its own memory."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, what: str, phone: str = "first", **how: object) -> Any:  # noqa: ANN401
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, "phone": phone, **how}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "failed" not in answer, (what, how, answer["failed"])
        return answer.get("ok")

    def see(self, section: str, phone: str = "first") -> str:
        """Wait until that part of the page is shown; what can be read on it."""
        self.do("wait", phone, section=section)
        seen = self.do("look", phone)
        assert seen["section"] == section
        assert not seen["wide"]
        assert all(it["height"] >= 60 and it["width"] >= 270 for it in seen["buttons"])
        return str(seen["text"])

    def send(self, file: Path) -> None:
        self.do("choose", file=str(file))
        self.see("preview")
        self.do("tap", id="send")


@pytest.fixture(scope="module")
def phones() -> Iterator[Phones]:
    chromium = need_chromium()
    with subprocess.Popen(
        ["node", HERE / "phone_page.mjs", chromium],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield Phones(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as it:
        yield it


@pytest.fixture
def tame(tmp_path: Path) -> Iterator[World]:
    """A portal that may be told to break the contract."""
    with world(tmp_path, kept=False) as it:
        yield it


@pytest.fixture
def new(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Names of phones that nobody had before."""
    return lambda name: f"{request.node.name}-{name}"


def _paper(file: Path, width: int, height: int, **how: Any) -> Path:  # noqa: ANN401
    """A photograph of a paper: four corners in four colours."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    for number, colour in enumerate(("red", "green", "blue", "black")):
        x, y = (number % 2) * width * 3 // 4, (number // 2) * height * 3 // 4
        draw.rectangle((x, y, x + width // 4, y + height // 4), fill=colour)
    picture.save(file, **how)
    return file


def _corners(content: bytes) -> list[tuple[bool, ...]]:
    """Which of red, green and blue is strong, in each corner."""
    with Image.open(io.BytesIO(content)) as picture:
        across, down = picture.size
        places = [(x * across // 8, y * down // 8) for y in (1, 7) for x in (1, 7)]
        return [tuple(it > 90 for it in picture.convert("RGB").getpixel(at)) for at in places]  # type: ignore[union-attr]


FOUR = [(True, False, False), (False, True, False), (False, False, True), (False, False, False)]


def _fetched(here: World, hand_off: HandOff) -> list[bytes]:
    pictures = here.portal.hand_off_standing(hand_off).pictures
    return [here.portal.handed_picture(hand_off, it) for it in pictures]


def test_a_picture_goes_from_the_phone_to_the_kiosk(
    here: World, phones: Phones, tmp_path: Path, new: Callable[[str], str]
) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    one, two = new("one"), new("two")
    phones.do("open", one, address=hand_off.address)
    assert WANTED.title in phones.see("ready", one)
    assert here.portal.hand_off_standing(hand_off).state is HandOffState.JOINED

    exif = Image.Exif()
    exif[0x9286] = PLACE  # UserComment
    file = _paper(tmp_path / "paper.jpg", 3000, 4000, quality=90, exif=exif)
    assert PLACE in file.read_bytes()
    phones.do("choose", one, file=str(file))
    phones.see("preview", one)
    phones.do("tap", one, id="send")
    assert "Đã gửi 1 ảnh" in phones.see("done", one)
    (content,) = _fetched(here, hand_off)
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1536, 2048))
        assert not picture.getexif()
    assert _corners(content) == FOUR
    assert PLACE not in content

    phones.do("open", two, address=hand_off.address)
    assert "Một điện thoại khác đã nối rồi" in phones.see("trouble", two)

    phones.do("tap", one, id="more")
    assert "Đã gửi 1 ảnh" in phones.see("ready", one)
    phones.do("choose", one, input="shelf", file=str(_paper(tmp_path / "small.png", 400, 300)))
    phones.see("preview", one)
    phones.do("tap", one, id="send")
    assert "Đã gửi 2 ảnh" in phones.see("done", one)
    small = _fetched(here, hand_off)[1]
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.size == (400, 300)

    phones.do("reload", one)
    assert "Đã gửi 2 ảnh" in phones.see("done", one)
    here.portal.end_hand_off(hand_off)
    phones.do("reload", one)
    assert "Mã này đã hết hạn" in phones.see("trouble", one)

    heard = phones.do("heard", one)
    assert [it for it in heard["asked"] if not it.startswith((here.url, "blob:"))] == []
    secrets = hand_off.address.partition("#")[2].split(".")[2:]
    later = [it for it in heard["asked"] if "#" not in it]
    assert [it for it in later if any(secret in it for secret in secrets)] == []
    assert [it for it in heard["said"] if "Failed to load resource" not in it] == []


def test_a_cut_on_the_way_costs_no_picture(
    here: World, phones: Phones, tmp_path: Path, new: Callable[[str], str]
) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    one = new("one")
    files = f"/v1/handoffs/{hand_off.id}/phone/files"
    phones.do("open", one, address=hand_off.address)
    phones.see("ready", one)
    # It was stored, and the phone didn't hear of it.
    here.controls.behave("lose-answer", path=files, times=1)
    phones.do("choose", one, file=str(_paper(tmp_path / "paper.png", 300, 400)))
    phones.see("preview", one)
    phones.do("tap", one, id="send")
    assert "Đã gửi 1 ảnh" in phones.see("done", one)
    # Nobody answers for long: the page says so, and the picture is still there.
    phones.do("tap", one, id="more")
    phones.do("choose", one, file=str(_paper(tmp_path / "other.png", 400, 300)))
    phones.see("preview", one)
    phones.do("offline", one, offline=True)
    phones.do("tap", one, id="send")
    assert "Ảnh chưa gửi được" in phones.see("trouble", one)
    phones.do("offline", one, offline=False)
    here.controls.behave("busy", path=files, times=1, seconds=1)
    phones.do("tap", one, id="again")
    assert "Đã gửi 2 ảnh" in phones.see("done", one)
    first, second = _fetched(here, hand_off)
    assert _corners(first) == _corners(second) == FOUR


def test_no_more_pictures_than_were_asked_for(
    here: World, phones: Phones, tmp_path: Path, new: Callable[[str], str]
) -> None:
    wanted = HandOffWanted("Giấy khai sinh", "en", ("image/png",), 1, 60_000)
    hand_off = here.portal.begin_hand_off(wanted)
    one = new("one")
    phones.do("open", one, address=hand_off.address)
    phones.see("ready", one)
    noise = Image.effect_noise((500, 500), 100)
    noise.save(tmp_path / "noise.png")
    assert (tmp_path / "noise.png").stat().st_size > 60_000
    phones.do("choose", one, file=str(tmp_path / "noise.png"))
    phones.see("preview", one)
    phones.do("tap", one, id="send")
    text = phones.see("done", one)
    assert "Pictures sent: 1" in text
    assert "There are enough pictures" in text
    (content,) = _fetched(here, hand_off)
    assert content.startswith(b"\x89PNG")
    assert len(content) <= 60_000
    assert phones.do("look", one)["buttons"] == []


def test_what_cannot_be_done_is_said(
    tame: World, phones: Phones, tmp_path: Path, new: Callable[[str], str]
) -> None:
    hand_off = tame.portal.begin_hand_off(WANTED)
    page, _, fragment = hand_off.address.partition("#")
    cut = new("cut")
    phones.do("open", cut, address=page)
    assert "Mã này chưa đủ" in phones.see("trouble", cut)
    wrong = new("wrong")
    phones.do("open", wrong, address=f"{page}#{fragment[:-70]}{'A' * 26}{fragment[-44:]}")
    assert "Mã này chưa đủ" in phones.see("trouble", wrong)
    old = new("old")
    phones.do("open", old, address=hand_off.address, without="Crypto.prototype.subtle")
    assert "Trình duyệt này" in phones.see("trouble", old)
    assert tame.portal.hand_off_standing(hand_off).state is HandOffState.WAITING
    one = new("one")
    phones.do("open", one, address=hand_off.address)
    phones.see("ready", one)
    (tmp_path / "no.jpg").write_bytes(b"MZ this is a program")
    phones.do("choose", one, file=str(tmp_path / "no.jpg"))
    assert "không mở được ảnh này" in phones.see("trouble", one)
    phones.do("tap", one, id="other")
    phones.see("ready", one)
    tame.controls.behave("html", path="/v1/handoffs")
    away = new("away")
    phones.do("open", away, address=hand_off.address)
    assert "Chưa nối được với cổng" in phones.see("trouble", away)


def test_both_languages_say_everything() -> None:
    text = PAGE.read_text(encoding="utf-8")
    block = text.partition('<script type="application/json" id="words">')[2].partition("</script>")
    words = json.loads(block[0])
    assert set(words) == {"vi", "en"}
    assert set(words["vi"]) == set(words["en"])
    assert all(it for said in words.values() for it in said.values())
    for said in words["vi"].values():
        assert "không hợp lệ" not in said.lower()
        assert "xin lỗi" not in said.lower()
    assert text.count('data-say="') == sum(text.count(f'data-say="{name}"') for name in words["vi"])
