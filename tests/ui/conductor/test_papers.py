"""Papers from a stick: only what can be used is kept, and only what is still wanted."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.papers.making import jpeg, pdf
from tests.patience import PATIENCE
from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, House

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.papers import PaperFile
    from ui.edges import Edges

PAPER = "birth-certificate"


def _to_pick(house: House, name: str, content: bytes) -> None:
    (house.folder / "usb" / name).write_bytes(content)
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers", f"papers.add.{PAPER}", "ways.stick")
    house.wait_page("pick_file")


def test_a_paper_from_the_stick_is_kept_and_the_journey_says_so(house: House) -> None:
    _to_pick(house, "giay.jpg", jpeg())
    house.tap("pick.0")
    house.wait_page("papers")
    attachment = house.journey.attachments[0]
    assert attachment.paper == PAPER
    assert attachment.media_type == "image/jpeg"
    assert house.queue is not None
    kept = house.queue.reopen(house.journey.slip).result()
    assert [it.id for it in kept.attachments] == [attachment.id]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ this is a program", "kind"),
        (jpeg()[:200], "damaged"),
        (b"%PDF-1.7 cut", "damaged"),
    ],
)
def test_a_file_that_is_no_paper_is_said_why_and_nothing_is_kept(
    house: House, content: bytes, reason: str
) -> None:
    _to_pick(house, "giay.pdf", content)
    house.tap("pick.0")
    words = house.say(f"paper.unusable.{reason}", size=10)
    house.wait(lambda: words in house.words())
    assert house.name == "pick_file"
    assert house.journey.attachments == ()


def test_a_stick_that_was_pulled_out_is_said_to_be_gone(house: House) -> None:
    _to_pick(house, "giay.pdf", pdf())
    house.wait(lambda: house.find("pick.0") is not None)
    (house.folder / "usb" / "giay.pdf").unlink()
    house.tap("pick.0")
    house.wait(lambda: house.find("pick.0") is None or house.name != "pick_file" or _told(house))
    assert house.journey.attachments == ()


def test_sticks_that_cannot_be_read_look_empty_and_the_log_says_why(
    build: Callable[..., House], caplog: pytest.LogCaptureFixture
) -> None:
    def listed() -> tuple[PaperFile, ...]:
        raise PermissionError

    def unreadable(house: House) -> Edges:
        edges = house.edges()
        return edges._replace(papers=edges.papers._replace(listed=listed))

    house = build(opened=unreadable).open()
    _to_pick(house, "giay.pdf", pdf())
    house.wait(lambda: "PermissionError" in [vars(it).get("failure") for it in caplog.records])
    assert house.find("pick.0") is None


def _told(house: House) -> bool:
    """Whether any of the reasons stands on the page."""
    texts = house.program.stage.look.texts.words
    reasons = [words for key, words in texts.items() if key.startswith("paper.unusable.")]
    return any(words.partition("{")[0] in house.words() for words in reasons)


def test_until_the_sticks_have_been_looked_into_nothing_is_said_of_them(
    build: Callable[..., House],
) -> None:
    go_on = threading.Event()

    def slowly(house: House) -> Edges:
        edges = house.edges()
        listed = edges.papers.listed

        def slow() -> tuple[PaperFile, ...]:
            assert go_on.wait(PATIENCE)
            return listed()

        return edges._replace(papers=edges.papers._replace(listed=slow))

    house = build(opened=slowly).open()
    _to_pick(house, "giay.jpg", jpeg())
    assert house.say("pick.looking") in house.words()
    assert house.say("pick.none") not in house.words()
    assert house.find("footer.primary") is None
    assert house.find("pick.again") is None
    go_on.set()
    house.tap("pick.0")
    house.wait_page("papers")


def test_a_removed_paper_is_gone_from_the_journey_and_from_the_disk(house: House) -> None:
    _to_pick(house, "giay.jpg", jpeg())
    house.tap("pick.0")
    house.wait_page("papers")
    attachment = house.journey.attachments[0]
    house.tap(f"papers.remove.{attachment.id}")
    house.wait(lambda: house.journey.attachments == ())
    files = house.folder / "data" / "queue" / "attachments"
    house.wait(lambda: not [it for it in files.rglob("*") if it.is_file()])


def test_a_paper_that_was_still_being_read_is_not_wanted_after_going_back(
    build: Callable[..., House],
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(house: House) -> Edges:
        edges = house.edges()
        fetch = edges.papers.fetch

        def slow(path: Path, most: int) -> bytes:
            begun.set()
            assert go_on.wait(PATIENCE)
            return fetch(path, most)

        return edges._replace(papers=edges.papers._replace(fetch=slow))

    house = build(opened=slowly).open()
    lacking = {name: it for name, it in BIRTH_ANSWERS.items() if name != "child_name"}
    (house.folder / "usb" / "giay.jpg").write_bytes(jpeg())
    house.resume(house.kept(BIRTH, lacking, papers=False))
    house.tap("task.papers", f"papers.add.{PAPER}", "ways.stick", "pick.0")
    house.wait(begun.is_set)
    house.tap("footer.back", "footer.back", "footer.back", "task.result")
    house.wait(lambda: house.name.startswith("question."))
    answered = house.journey
    page = house.name
    go_on.set()
    # Once both workers have met here, whatever was read before has been reported.
    both = threading.Barrier(2)
    for worker in [house._pool.submit(both.wait, PATIENCE) for _ in range(2)]:
        worker.result()
    house.flush()
    house.states()  # and whatever the queue was asked to keep has been kept
    house.flush()
    assert house.name == page
    assert house.journey is answered
    assert answered.attachments == ()
