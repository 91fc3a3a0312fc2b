from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import pytest

from kiosk.domain.ports import PaperUnusable
from kiosk.papers import sticks
from kiosk.papers.kinds import PDF
from kiosk.papers.looking import read_paper
from kiosk.papers.sticks import fetch_paper, find_sticks, list_papers
from tests.papers import making

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 10 * 1024 * 1024

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")


def reason_for(path: Path, most_bytes: int = MOST_BYTES) -> str:
    with pytest.raises(PaperUnusable) as unusable:
        fetch_paper(path, most_bytes)
    return unusable.value.reason


def names(folder: Path) -> list[str]:
    return [paper.name for paper in list_papers([folder])]


def test_papers_are_found_by_content_newest_first(tmp_path: Path) -> None:
    for age, (name, content) in enumerate(
        [("giay-chung-sinh", making.jpeg()), ("ket-hon.PDF", making.pdf()), ("anh", making.png())]
    ):
        (tmp_path / name).write_bytes(content)
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "nhac.mp3").write_bytes(b"ID3")
    papers = list_papers([tmp_path])
    assert [paper.name for paper in papers] == ["giay-chung-sinh", "ket-hon.PDF", "anh"]
    assert papers[0].size == len(making.jpeg())
    assert papers[0].label == tmp_path.name
    assert fetch_paper(papers[0].path, MOST_BYTES) == making.jpeg()


def test_a_pdf_called_jpg_is_a_pdf(tmp_path: Path) -> None:
    (tmp_path / "scan.jpg").write_bytes(making.pdf())
    (paper,) = list_papers([tmp_path])
    assert read_paper(fetch_paper(paper.path, MOST_BYTES), MOST_BYTES).media_type == PDF


def test_a_text_called_pdf_can_be_chosen_and_is_then_refused(tmp_path: Path) -> None:
    (tmp_path / "don.pdf").write_text("Đơn xin", encoding="utf-8")
    (paper,) = list_papers([tmp_path])
    with pytest.raises(PaperUnusable) as unusable:
        read_paper(fetch_paper(paper.path, MOST_BYTES), MOST_BYTES)
    assert unusable.value.reason == "kind"


def test_an_empty_file_and_one_too_large_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "b.pdf").write_bytes(bytes(101))
    assert reason_for(tmp_path / "a.pdf") == "empty"
    assert reason_for(tmp_path / "b.pdf", most_bytes=100) == "too-large"


def test_a_file_that_is_gone_or_is_a_folder_is_unreadable(tmp_path: Path) -> None:
    assert reason_for(tmp_path / "gone.pdf") == "unreadable"
    assert reason_for(tmp_path) == "unreadable"


def test_a_file_that_the_system_will_not_give_is_listed_and_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scan.pdf").write_bytes(making.pdf())

    def refuse(path: object, _flags: int) -> NoReturn:
        raise PermissionError(13, "denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    (paper,) = list_papers([tmp_path])
    assert paper.name == "scan.pdf"
    assert reason_for(paper.path) == "unreadable"


@needs_links
def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    stick = tmp_path / "stick"
    outside.mkdir()
    stick.mkdir()
    (outside / "secret.pdf").write_bytes(making.pdf())
    (stick / "link.pdf").symlink_to(outside / "secret.pdf")
    (stick / "folder").symlink_to(outside)
    os.mkfifo(stick / "pipe.pdf")
    assert names(stick) == []
    assert reason_for(stick / "link.pdf") == "unreadable"
    assert reason_for(stick / "pipe.pdf") == "unreadable"


def test_folders_are_searched_but_neither_hidden_nor_endless_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sticks, "MOST_DEPTH", 2)
    for folder in ("a/b", ".hidden", "$RECYCLE.BIN", "System Volume Information", "a/b/c"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / f"in {folder[-1]}.png").write_bytes(making.png())
    assert names(tmp_path) == ["in b.png"]


def test_a_stick_full_of_music_ends_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sticks, "MOST_ENTRIES", 5)
    monkeypatch.setattr(sticks, "MOST_FILES", 3)
    for number in range(9):
        (tmp_path / f"{number}.png").write_bytes(b"")
    assert len(names(tmp_path)) == 3
    monkeypatch.setattr(sticks, "MOST_FILES", 30)
    assert len(names(tmp_path)) == 5


def test_a_stick_just_pulled_out_has_no_papers(tmp_path: Path) -> None:
    assert list_papers([tmp_path / "gone"]) == ()


@needs_links
def test_names_are_shown_without_marks_that_turn_or_break_the_line(tmp_path: Path) -> None:
    (tmp_path / "giấy\u202egnp\n.png").write_bytes(making.png())
    assert names(tmp_path) == ["giấygnp.png"]


def test_a_claimed_date_beyond_the_calendar_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(making.png())
    os.utime(tmp_path / "a.png", (2**33, 2**33))
    assert names(tmp_path) == ["a.png"]


def test_a_stick_is_what_is_mounted_where_sticks_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("lan/KINGSTON", "lan/notes", "USB DISK", "lan/too/deep", "DRIVE"):
        (tmp_path / "media" / folder).mkdir(parents=True)
    (tmp_path / "media" / "a-file").touch()
    mounted = {
        tmp_path / "media" / "lan" / "KINGSTON",
        tmp_path / "media" / "USB DISK",
        tmp_path / "media" / "lan" / "too" / "deep",
        tmp_path / "E",
    }
    (tmp_path / "E").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: path in mounted)
    folders = (tmp_path / "media", tmp_path / "E", tmp_path / "gone")
    found = [stick.name for stick in find_sticks(folders)]
    assert sorted(found) == ["E", "KINGSTON", "USB DISK"]
