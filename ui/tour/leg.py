"""One leg of a tour: what the invented person does on each page until the leg's end."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.domain.slip import Slip, Ticket
from ui.components.code_cells import CodeLabel
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.text_label import TextLabel
from ui.tour.answering import Answering
from ui.tour.finger import Finger, NotThere
from ui.tour.sample_papers import make_paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.application import Program
    from ui.page import Page

SCRIPT: Final = Path(__file__).resolve().parent.parent.parent / "assets" / "guides" / "tour.json"
_SIX_DIGITS: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True, slots=True)
class Orders:
    """What the parent process wants: which leg, where the pictures go, and how."""

    leg: str
    pictures: Path
    first_picture: int
    fast: bool
    with_card: bool
    serial: bool
    slip: str | None

    @classmethod
    def parse(cls, line: str) -> Orders:
        """From one line of JSON."""
        orders = json.loads(line)
        return cls(**orders | {"pictures": Path(orders["pictures"])})


class Leg(QObject):
    """Plays one leg. Tells the parent in JSON lines on stdout, and hears its answers on stdin."""

    def __init__(self, program: Program, orders: Orders) -> None:
        super().__init__(program)
        self._program = program
        self._orders = orders
        self._finger = Finger(program.frame, fast=orders.fast)
        self._script: dict[str, Any] = json.loads(SCRIPT.read_text(encoding="utf-8"))
        today = program.today
        born = today - timedelta(days=self._script["child_age_days"])
        answers = self._script["answers"] | {"child_birth_date": born.isoformat()}
        person = self._script["person"]
        self._answering = Answering(self._finger, answers | person["answers"], program.frame)
        self._suits = list(self._script["suits"])
        self._to_pick = ""
        self._shown = 0
        self._screens = 0
        self._told = {"taps": 0, "typed_characters": 0, "screens": 0}
        self._account_done = orders.leg in {"until-delivered", "until-received"}
        self._portal_down = False
        self._aside = False
        self._ended = False
        program.stage.shown.connect(self._page_shown)

    # --- playing ---

    @Slot()
    def play(self) -> None:
        """Go from page to page until the leg has ended; the program ends with it."""
        code = 1
        try:
            self._make_papers()
            if self._orders.leg == "until-delivered":
                self._wait_until_nothing_waits()
            while not self._ended:
                self._next_page()
            code = 0
        except NotThere as failure:
            self._picture("not-there")
            self._tell(failed=str(failure))
        finally:
            self._tell()
            QApplication.exit(code)

    def _next_page(self) -> None:
        seen = self._shown
        page = self._program.frame.page
        if page is None:
            raise NotThere("there is no page")
        name = page.objectName()
        if name == "sending":
            self._finger.wait_for(lambda: self._shown > seen, "the page after sending")
            return
        self._finger.rest()
        if self._shown > seen:
            return
        self._picture(name)
        self._act(name)
        if not self._ended:
            self._finger.wait_for(lambda: self._shown > seen, f"the page after {name}")

    def _act(self, name: str) -> None:
        kind, _, rest = name.partition(".")
        action: Callable[[], None] | None = getattr(self, f"_on_{kind}", None)
        if kind == "question":
            self._on_question(rest)
        elif action is None:
            raise NotThere(f"the tour does not know the page {name}")
        else:
            action()

    # --- pages ---

    def _on_home(self) -> None:
        match self._orders.leg:
            case "until-delivered":
                self._finger.tap("home.progress")
            case "until-received":
                self._finger.tap("home.resume")
            case _ if self._aside:
                self._ended = True
            case _:
                self._finger.tap("home.account")

    def _on_how_to_use(self) -> None:
        self._finger.tap("footer.primary")

    def _on_who_presses(self) -> None:
        self._finger.tap("who_presses.self")

    def _on_suitability(self) -> None:
        self._finger.tap("suitability.yes" if self._suits.pop(0) else "suitability.no")

    def _on_bring(self) -> None:
        self._finger.tap("footer.primary")

    def _on_consent(self) -> None:
        self._finger.tap("consent.submit.yes")
        self._finger.tap("footer.primary")

    def _on_identity(self) -> None:
        if self._orders.with_card:
            self._scan(self._script["person"]["card"])
        else:
            self._finger.tap("identity.by_hand")

    def _on_confirm_person(self) -> None:
        place = f"confirm.place.{self._script['person']['commune']}"
        if self._finger.find(place) is not None:
            self._finger.tap(place)
        self._finger.tap("footer.primary")

    def _on_find(self) -> None:
        self._finger.tap("find.event.birth")

    def _on_procedures(self) -> None:
        self._finger.tap("find.procedure.1.001193")

    def _on_task_list(self) -> None:
        self._finger.tap("footer.primary")

    def _on_question(self, step: str) -> None:
        if self._account_done and not self._portal_down and self._orders.leg == "until-kept":
            self._have_portal_down()
        if self._account_done and self._orders.leg == "until-aside" and self._half_done():
            self._finger.tap("footer.leave")
            return
        person = step.partition("-")[0]
        card = self._script["cards"].get(person)
        if card is not None and self._orders.with_card and self._finger.find(f"scan.{person}"):
            if not self._answering.is_answered():
                self._finger.tap(f"scan.{person}")
                self._finger.wait_for(lambda: self._page_name() == "identity", "identity")
                self._picture("identity")
                self._scan(card)
                self._finger.wait_for(lambda: self._page_name() != "identity", "the card's answers")
                return
        self._answering.answer()

    def _on_papers(self) -> None:
        for paper, file in self._script["papers"].items():
            shown = self._finger.find(f"papers.add.{paper}")
            if shown is not None and paper not in self._attached():
                self._to_pick = file
                self._finger.tap(f"papers.add.{paper}")
                return
        self._finger.tap("footer.primary")

    def _on_pick_file(self) -> None:
        self._finger.wait_for(lambda: self._row_of(self._to_pick) is not None, self._to_pick)
        row = self._row_of(self._to_pick)
        if row is not None:
            self._finger.tap(row)

    def _on_fee(self) -> None:
        self._finger.tap("footer.primary")

    def _on_check_answers(self) -> None:
        page = self._page()
        place = page.place
        self._finger.tap("footer.primary")
        QTest.qWait(30)
        if self._page_name() == "check_answers" and self._page().place != place:
            self._shown += 1

    def _on_submit(self) -> None:
        self._finger.tap("footer.primary")
        self._finger.rest(GUARD_SUBMIT_MS)

    def _on_code_entry(self) -> None:
        words = " ".join(label.words for label in self._page().findChildren(TextLabel))
        code = _SIX_DIGITS.search(words)
        if code is None:
            raise NotThere("the practice phone shows no code")
        self._finger.type_digits(code.group())
        if self._page_name() == "code_entry":
            self._finger.tap("footer.primary")

    def _on_outcome(self) -> None:
        conductor = self._program.conductor
        code = self._code("result.code")
        if not self._account_done:
            self._account_done = True
            account = conductor.account_code
            self._tell(account={"state": "active" if account else "prepared", "code": account})
            self._finger.tap("footer.back")
            return
        journey = conductor.walk.journey if conductor.walk else None
        if journey is None:
            raise NotThere("there is no journey on the last page")
        ticket = str(journey.slip.ticket)
        if self._orders.leg == "until-kept":
            self._tell(
                dossier={"state": "waiting", "code": None, "ticket": ticket},
                slip=journey.slip.qr_text,
            )
            if code != ticket:
                raise NotThere("the amber page shows another code than the ticket's")
            self._tell(ask="kill")
            self._finger.wait_for(lambda: False, "the end")
        self._tell(dossier={"state": "delivered", "code": code, "ticket": ticket})
        self._finger.tap("footer.primary")
        self._ended = True

    def _on_put_aside(self) -> None:
        ticket = Ticket.parse(self._code("put_aside.ticket"))
        slip = Slip.from_typed(ticket, self._code("put_aside.typed"))
        self._tell(
            dossier={"state": "draft", "code": None, "ticket": str(ticket)}, slip=slip.qr_text
        )
        self._aside = True
        self._finger.tap("footer.primary")

    def _on_notice(self) -> None:
        """Leaving: the slip is taken."""
        self._finger.tap("footer.back")

    def _on_slip_entry(self) -> None:
        if self._orders.slip is None:
            raise NotThere("there is no slip")
        self._scan(self._orders.slip)

    def _on_progress(self) -> None:
        conductor = self._program.conductor
        self._finger.wait_for(lambda: conductor.progress_heard, "the portal's answer")
        self._tell(dossier={"state": "delivered", "code": self._code("progress.code")})
        self._ended = True

    # --- what pages share ---

    def _scan(self, text: str) -> None:
        """Hold a code to the scanner: on its serial line, or as keys where there is none."""
        self._finger.pause()
        if self._orders.serial:
            self._tell(ask="scan", text=text)
        else:
            for character in text + "\r":
                self._finger.press_key(character)

    def _have_portal_down(self) -> None:
        self._portal_down = True
        self._tell(ask="portal-down")
        sys.stdin.readline()
        self._finger.wait_for(lambda: not self._program.conductor.online, "the loss of the portal")

    def _half_done(self) -> bool:
        walk = self._program.conductor.walk
        if walk is None or self._aside:
            return False
        asked = [field.id for step in walk.path.steps for field in step.fields]
        answered = [name for name in asked if name in walk.path.answers]
        return len(answered) * 2 >= len(asked)

    def _attached(self) -> set[str]:
        walk = self._program.conductor.walk
        return {it.paper for it in walk.journey.attachments} if walk else set()

    def _row_of(self, file: str) -> str | None:
        for place in range(50):
            row = self._finger.find(f"pick.{place}")
            if row is not None and file in row.accessibleName():
                return f"pick.{place}"
        return None

    def _make_papers(self) -> None:
        folder = self._program.settings.media[0]
        made = {}
        for file in self._script["papers"].values():
            path = folder / file
            if not path.exists():
                made[file] = make_paper(path)
        if made:
            self._tell(papers=made)

    def _wait_until_nothing_waits(self) -> None:
        edges = self._program.conductor.edges
        if edges is not None:
            self._finger.wait_for(
                lambda: edges.queue.summary().result().waiting == 0, "the delivery of what waited"
            )

    # --- telling ---

    @Slot(object)
    def _page_shown(self, _page: Page) -> None:
        self._shown += 1

    def _page(self) -> Page:
        page = self._program.frame.page
        if page is None:
            raise NotThere("there is no page")
        return page

    def _page_name(self) -> str:
        return self._page().objectName()

    def _code(self, name: str) -> str:
        label = self._program.frame.findChild(CodeLabel, name)
        return label.code if label is not None else ""

    def _picture(self, name: str) -> None:
        number = self._orders.first_picture + self._screens
        self._screens += 1
        file = self._orders.pictures / f"{number:03d}-{name}.png"
        if not self._program.frame.grab().save(str(file), "PNG"):
            raise NotThere(f"{file.name} can't be written")
        self._tell(screen=name)

    def _tell(self, **what: object) -> None:
        """One line to the parent, with what was counted since the last."""
        now = {
            "taps": self._finger.taps,
            "typed_characters": self._finger.typed,
            "screens": self._screens,
        }
        counts = {name: now[name] - self._told[name] for name in now}
        self._told = now
        sys.stdout.write(json.dumps(what | {"counts": counts}, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def play_when_open(program: Program) -> None:
    """Read the orders, and begin as soon as everything behind the screens is there."""
    leg = Leg(program, Orders.parse(sys.stdin.readline()))
    program.conductor.opened.connect(lambda: QTimer.singleShot(0, leg, leg.play))
