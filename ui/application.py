"""Starts Qt, puts the window on the glass, and only then lets everything else begin."""

from __future__ import annotations

import gc
import json
import logging
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from kiosk.settings.glass import measured
from ui.addressing import form_for
from ui.background import Background
from ui.conductor.attention import Attention
from ui.conductor.conductor import Conductor
from ui.edges import ScanSource
from ui.look import Look, Switches
from ui.precedence import Precedence
from ui.stage import Choices, Stage
from ui.texts import TEXTS, Languages
from ui.theme.tokens import TextSize, Tokens, ppi_of
from ui.window import OFFERS, Frame, Network, Point

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kiosk.settings import Settings
    from ui.camera.device import Camera
    from ui.conductor.reading import Reading
    from ui.edges import Opening
    from ui.page import Page
    from ui.scanner import SerialScanner

_log = logging.getLogger(__name__)
_REFERENCE: Final = QSize(1920, 1080)
_AT_THE_LATEST_MS: Final = 10_000
_SIZES: Final = tuple(TextSize)


class Program(QObject):
    """The window with all that serves it, from the first paint to the last."""

    def __init__(self, app: QApplication, opening: Opening, *, texts: Path = TEXTS) -> None:
        """`texts` is the folder where the languages of the screens lie."""
        super().__init__(app)
        self._app = app
        self._opening = opening
        settings = opening.settings
        size = _glass(app)
        ppi = ppi_of(_diagonal(settings), size.width(), size.height())
        languages = Languages.read(settings.languages, texts)
        for language in languages.refused:
            _log.error("a language is left out", extra={"reason": f"{language}.po"})
        first = languages.first
        choices = Choices(first.language, address=form_for(settings.form_of_address))
        look = Look(Tokens.for_window(size.width(), size.height(), ppi), first)
        point = settings.point
        several = len(languages.texts) > 1
        offers = tuple(it for it in OFFERS if several or it != "language")
        self.frame = Frame(look, Point(point.name, point.commune_line), offers)
        self.frame.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.frame.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.frame.resize(size)
        self.frame.show_network(Network.OFFLINE)
        self.stage = Stage(self.frame, choices, ppi, languages.texts)
        self._scanner: SerialScanner | None = None
        self.camera: Camera | None = None
        self._reading: Reading | None = None
        self._background = Background(opening.pool, self)
        self._precedence = Precedence(opening.free, self)
        self.frame.tapped.connect(self._precedence.begin)
        self.stage.coming.connect(self._precedence.begin)
        self.conductor = Conductor(self.stage, self._background, opening)
        self.attention = Attention(self.stage, self.conductor, settings.idle)
        self.frame.text_size.connect(self._next_text_size)
        self.frame.language.connect(self._next_language)
        self.frame.help_wanted.connect(self.conductor.call_helper)
        self.frame.typing_ended.connect(self.conductor.stop_typing)
        self.frame.staff_wanted.connect(self.conductor.staff_comes)
        self.frame.lock_wanted.connect(self.conductor.go_home)
        self.conductor.go_home()

    @property
    def app(self) -> QApplication:
        """The application that the window belongs to."""
        return self._app

    @property
    def settings(self) -> Settings:
        """What differs between help points."""
        return self._opening.settings

    @property
    def today(self) -> date:
        """This day in Vietnam."""
        return self._opening.clock.today()

    def begin(self) -> None:
        """Everything that home can do without, once home has been painted."""
        from ui import accessible
        from ui.camera.device import Camera
        from ui.scanner import SerialScanner
        from ui.switching import Switching
        from ui.wedge import WedgeScanner

        gc.enable()
        accessible.listen()
        self._announce = accessible.announce
        self.stage.shown.connect(self._say_page)
        # Filters of the window see what a person does before any part of it. Those of the whole
        # program would be asked about every event of every part: hundreds for each new page.
        self._window = self.frame.windowHandle()
        self._window.installEventFilter(self.attention.watch)
        # A scanner that types is told from switches first: filters are asked from the last on.
        keys = self._opening.settings.switches
        self._switching = Switching(self.frame, self, keys)
        self._switching.wanted.connect(self.stage.choose_switches)
        self._paces = {
            Switches.TWO: 0,
            Switches.ONE_SLOW: round(keys.slow_s * 1000),
            Switches.ONE_QUICK: round(keys.quick_s * 1000),
        }
        self._window.installEventFilter(self._switching)
        self.stage.shown.connect(self._use_switches)
        self._wedge = WedgeScanner(self)
        self._wedge.scanned.connect(self._typed)
        self._wedge.scanned.connect(self.attention.watch.touched)
        self._window.installEventFilter(self._wedge)
        if self._opening.settings.scanner:
            self._scanner = SerialScanner(self._opening.settings.scanner, self)
            self._scanner.scanned.connect(self._sent)
            self._scanner.scanned.connect(self.attention.watch.touched)
            self._scanner.ready.connect(self.conductor.scanner_is_ready)
            self._scanner.lost.connect(self.conductor.scanner_is_lost)
            self._scanner.start()
        self.camera = Camera(self._opening.settings.camera, self)
        self.camera.scanned.connect(self._seen)
        self.camera.scanned.connect(self.attention.watch.touched)
        self._app.aboutToQuit.connect(self.end)
        self.conductor.opened.connect(self._load_voice)
        # Where what is behind the screens never opens there is still something to be read.
        QTimer.singleShot(_AT_THE_LATEST_MS, self, self._load_voice)
        self.conductor.open(self.camera)

    @Slot()
    def _load_voice(self) -> None:
        """What reads aloud comes last: a person can begin without it."""
        sounds = self._opening.sounds
        if sounds is None or self._reading is not None:
            return
        from ui.conductor.reading import Reading, load

        self._reading = reading = Reading(self.stage)
        self._window.installEventFilter(reading)
        reading.alive.connect(self.attention.watch.touched)
        languages = tuple(self.stage.texts.values())
        loading = self._opening.pool.submit(load, sounds, languages)
        loaded = partial(reading.loaded, sounds)
        self._background.watch(loading, loaded, reading.not_loaded, lasting=True)

    @Slot()
    def end(self) -> None:
        """Let go of scanner, camera, courier and queue; called once, when the window goes."""
        self._precedence.end()
        if self._reading is not None:
            self._reading.stop()
        if self._scanner is not None:
            self._scanner.close()
        if self.camera is not None:
            self.camera.close()
        self.conductor.close()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.conductor.scanned(text, ScanSource.KEYS)

    @Slot(str)
    def _sent(self, text: str) -> None:
        self.conductor.scanned(text, ScanSource.SERIAL)

    @Slot(str)
    def _seen(self, text: str) -> None:
        self.conductor.scanned(text, ScanSource.CAMERA)

    @Slot()
    def _use_switches(self) -> None:
        """Each page is begun at its beginning, in the way that was chosen; home in none."""
        self._switching.use(self._paces.get(self.stage.choices.switches))

    @Slot(object)
    def _say_page(self, page: Page) -> None:
        """Where a page is written on at once the focus says the line, and nobody the heading."""
        self._announce(self.frame, page.heading)

    @Slot()
    def _next_text_size(self) -> None:
        now = _SIZES.index(self.stage.choices.text_size)
        self.stage.choose(text_size=_SIZES[(now + 1) % len(_SIZES)])

    @Slot()
    def _next_language(self) -> None:
        """Of two languages the other one; of more the person chooses."""
        languages = tuple(self.stage.texts)
        if len(languages) > 2:
            self.conductor.offer_languages()
            return
        now = languages.index(self.stage.choices.language)
        self.stage.choose(language=languages[(now + 1) % len(languages)])


def _diagonal(settings: Settings) -> float:
    """Of the screen, in inches: as staff measured it, else as it is set."""
    try:
        return measured(settings.data) or settings.screen_diagonal
    except ValueError:
        _log.exception("what staff measured of the screen can't be read")
        return settings.screen_diagonal


def _glass(app: QApplication) -> QSize:
    """The size of the screen; without one (tests, pictures) that of the reference screen."""
    if app.platformName() == "offscreen":
        return _REFERENCE
    return app.primaryScreen().size()


class _FirstPaint(QObject):
    """Waits until the frame has been painted once, then lets the program begin."""

    def __init__(self, program: Program, *, until_painted: bool) -> None:
        super().__init__(program)
        self._program = program
        self._until_painted = until_painted
        program.frame.installEventFilter(self)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """The first paint event is passed on; what follows it waits for the event loop."""
        if event.type() == QEvent.Type.Paint:
            receiver.removeEventFilter(self)
            QTimer.singleShot(0, self, self._painted)
        return False

    @Slot()
    def _painted(self) -> None:
        if self._until_painted:
            told = {"painted_at": time.monotonic_ns(), "pss_kib": _pss_kib()}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            QApplication.exit(0)
        else:
            self._program.begin()


def _pss_kib() -> int | None:
    """The memory of this process in KiB, its share of what it shares counted; None elsewhere."""
    try:
        with Path("/proc/self/smaps_rollup").open(encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except OSError:
        return None


def run(
    opening: Opening,
    *,
    until_painted: bool = False,
    play: Callable[[Program], None] | None = None,
) -> int:
    """Show the window until it is closed; the exit code of the program.

    `play` is handed the program before its window is shown: a tour, which begins when it is open.
    """
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_SynthesizeMouseForUnhandledTouchEvents)
    app = QApplication([])
    app.setApplicationName("help-point-kiosk")
    app.setQuitOnLastWindowClosed(True)
    program = Program(app, opening)
    _FirstPaint(program, until_painted=until_painted)
    if play is not None:
        play(program)
    if app.platformName() == "offscreen":
        program.frame.show()
    else:
        program.frame.showFullScreen()
    return app.exec()
