"""One leg of a tour: the visit that the parent process has ordered, told to it step by step."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication

from kiosk.domain.slip import Slip, Ticket
from ui.tour.bystander import Bystander
from ui.tour.finger import Finger, Interrupted, NotThere
from ui.tour.story import Story
from ui.tour.visitor import Visitor

if TYPE_CHECKING:
    from ui.application import Program

SCRIPT: Final = Path(__file__).resolve().parent.parent.parent / "assets" / "story.json"


@dataclass(frozen=True, slots=True)
class Orders:
    """What the parent process wants: which leg, where the pictures go, and how.

    `yields` ends the leg as soon as a person touches the screen.
    """

    leg: str
    pictures: Path
    first_picture: int
    fast: bool
    with_card: bool
    serial: bool
    slip: str | None
    yields: bool = False

    @classmethod
    def parse(cls, line: str) -> Orders:
        """From one line of JSON."""
        orders = json.loads(line)
        return cls(**orders | {"pictures": Path(orders["pictures"])})


class Parent:
    """What the parent process says on stdin. Where it has gone, this process goes too, at once.

    One that stayed would hold the scanner's line, and take the scans that others send.
    """

    def __init__(self) -> None:
        self._lines: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._listen, name="parent", daemon=True).start()

    def line(self) -> str:
        """The next line that it says; waits for it."""
        return self._lines.get()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._lines.put(line)
        os._exit(1)


class Leg(Visitor):
    """Plays one leg. Tells the parent in JSON lines on stdout, and hears its answers."""

    def __init__(self, program: Program, parent: Parent) -> None:
        orders = Orders.parse(parent.line())
        script = json.loads(SCRIPT.read_text(encoding="utf-8"))
        born = program.today - timedelta(days=script["child_age_days"])
        story = Story.of_tour(script, born=born.isoformat(), with_card=orders.with_card)
        super().__init__(program, Finger(program.frame, fast=orders.fast), story)
        self._orders = orders
        self._parent = parent
        self._screens = 0
        self._told = {"taps": 0, "typed_characters": 0, "screens": 0}
        self._account_done = orders.leg in {"until-delivered", "until-received"}
        self._portal_down = False
        self._aside = False
        if orders.yields:
            self._bystander = Bystander(self.finger.device, self)
            program.app.installEventFilter(self._bystander)
            self.finger.must_stop = self._somebody_came

    # --- playing ---

    @Slot()
    def play(self) -> None:
        """Go from page to page until the leg has ended; the program ends with it."""
        code = 1
        try:
            papers = self.make_papers()
            if papers:
                self._tell(papers=papers)
            if self._orders.leg == "until-delivered":
                self._wait_until_nothing_waits()
            self.visit()
            code = 0
        except Interrupted:
            self._tell(interrupted=True)
            code = 0
        except NotThere as failure:
            self.seen("not-there")
            self._tell(failed=str(failure))
        finally:
            self._tell()
            QApplication.exit(code)

    def seen(self, name: str) -> None:
        """Keep a picture of the page, and tell that it was passed."""
        number = self._orders.first_picture + self._screens
        self._screens += 1
        file = self._orders.pictures / f"{number:03d}-{name}.png"
        if not self.program.frame.grab().save(str(file), "PNG"):
            raise NotThere(f"{file.name} can't be written")
        self._tell(screen=name)

    def scan(self, text: str) -> None:
        """Hold a code to the scanner: on its serial line, or as keys where there is none."""
        if not self._orders.serial:
            super().scan(text)
            return
        self.finger.pause()
        self._tell(ask="scan", text=text)

    # --- pages ---

    def on_home(self) -> None:
        """What this leg has come for; coming home after putting aside is its end."""
        match self._orders.leg:
            case "until-delivered":
                self.finger.tap("home.progress")
            case "until-received":
                self.finger.tap("home.resume")
            case _ if self._aside:
                self.ended = True
            case _:
                self.finger.tap("home.account")

    def on_question(self, step: str) -> None:
        """Answer; at the leg's turning point the portal goes, or the person."""
        if self._account_done and not self._portal_down and self._orders.leg == "until-kept":
            self._have_portal_down()
        if self._account_done and self._orders.leg == "until-aside" and self._half_done():
            self.finger.tap("footer.leave")
            return
        super().on_question(step)

    def on_outcome(self) -> None:
        """The account's end goes on to the dossier; the dossier's is the leg's."""
        conductor = self.program.conductor
        code = self.code("result.code")
        if not self._account_done:
            self._account_done = True
            account = conductor.account_code
            self._tell(account={"state": "active" if account else "prepared", "code": account})
            self.finger.tap("footer.back")
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
            self.finger.wait_for(lambda: False, "the end")
        # The amber page shows the ticket, the green one the portal's code.
        state, received = ("waiting", None) if code == ticket else ("delivered", code)
        self._tell(dossier={"state": state, "code": received, "ticket": ticket})
        self.finger.tap("footer.primary")
        self.ended = True

    def on_put_aside(self) -> None:
        """Take the slip."""
        ticket = Ticket.parse(self.code("put_aside.ticket"))
        slip = Slip.from_typed(ticket, self.code("put_aside.typed"))
        self._tell(
            dossier={"state": "draft", "code": None, "ticket": str(ticket)}, slip=slip.qr_text
        )
        self._aside = True
        self.finger.tap("footer.primary")

    def on_notice(self) -> None:
        """Leaving: the slip is taken."""
        self.finger.tap("footer.back")

    def on_slip_entry(self) -> None:
        """The slip is held to the scanner."""
        if self._orders.slip is None:
            raise NotThere("there is no slip")
        self.scan(self._orders.slip)

    def on_progress(self) -> None:
        """What the portal says of the dossier."""
        conductor = self.program.conductor
        self.finger.wait_for(lambda: conductor.progress_heard, "the portal's answer")
        self._tell(dossier={"state": "delivered", "code": self.code("progress.code")})
        self.ended = True

    # --- turning points ---

    def _somebody_came(self) -> bool:
        return self._bystander.came

    def _have_portal_down(self) -> None:
        self._portal_down = True
        self._tell(ask="portal-down")
        self._parent.line()
        self.finger.wait_for(lambda: not self.program.conductor.online, "the loss of the portal")

    def _half_done(self) -> bool:
        walk = self.program.conductor.walk
        if walk is None or self._aside:
            return False
        asked = [field.id for step in walk.path.steps for field in step.fields]
        answered = [name for name in asked if name in walk.path.answers]
        return len(answered) * 2 >= len(asked)

    def _wait_until_nothing_waits(self) -> None:
        edges = self.program.conductor.edges
        if edges is not None:
            self.finger.wait_for(
                lambda: edges.queue.summary().result().waiting == 0, "the delivery of what waited"
            )

    # --- telling ---

    def _tell(self, **what: object) -> None:
        """One line to the parent, with what was counted since the last."""
        now = {
            "taps": self.finger.taps,
            "typed_characters": self.finger.typed,
            "screens": self._screens,
        }
        counts = {name: now[name] - self._told[name] for name in now}
        self._told = now
        sys.stdout.write(json.dumps(what | {"counts": counts}, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def play_when_open(program: Program) -> None:
    """Read the orders, and begin as soon as everything behind the screens is there."""
    leg = Leg(program, Parent())
    program.conductor.opened.connect(lambda: QTimer.singleShot(0, leg, leg.play))
