"""The round of papers: taken, scanned or picked from a stick, looked into, and kept encrypted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.ports import PaperUnusable, QueueFailure
from kiosk.papers.kinds import JPEG, MOST_BROUGHT, PDF
from ui.background import ignore
from ui.conductor.capturing import Capturing
from ui.conductor.from_phone import FromPhone, can_come
from ui.screens.paper_ways import PaperWay, PaperWaysPage
from ui.screens.papers import KEEPING, AttachmentShown, PaperShown, PapersPage, keeping_page
from ui.screens.pick_file import FileShown, PickFilePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.journey import Journey
    from kiosk.domain.path import Path
    from kiosk.domain.ports import ReadPaper
    from kiosk.domain.procedure import Paper, Procedure
    from kiosk.domain.submission import Attachment
    from kiosk.papers import PaperFile
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_MEGABYTE = 1024 * 1024

_log = logging.getLogger(__name__)


class PaperRound(QObject):
    """Adds papers to a journey and takes them away; `changed` brings the journey as it is then."""

    changed = Signal(object)
    done = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._journey: Journey
        self._procedure: Procedure
        self._path: Path
        self._paper = ""
        self._files: tuple[PaperFile, ...] | None = None
        self._thumbnails: dict[UUID, bytes] = {}
        self._busy = False
        self._pick_number = 0
        self._phone = FromPhone(scene, self)
        self._phone.taken.connect(self._take)
        self._phone.back.connect(self._way)
        self._flatbed_there = False
        self._capturing = Capturing(scene, self)
        self._capturing.made.connect(lambda paper, poor: self._take((paper,), poor))
        self._capturing.back.connect(self._way)

    def open(self, journey: Journey, procedure: Procedure, path: Path) -> None:
        """Show the papers of the path; small pictures of what is kept come as they are read."""
        self._journey = journey
        self._procedure = procedure
        self._path = path
        for attachment in journey.attachments:
            if attachment.id not in self._thumbnails:
                self._look_again_at(attachment)
        if self._scene.camera is not None:
            self._scene.camera.look()
        flatbed = self._scene.edges.papers.flatbed
        self._scene.background.watch(flatbed.find(), self._flatbed_found, _raise)
        self._show()

    def _flatbed_found(self, found: bool) -> None:  # noqa: FBT001 — what a Future brings
        self._flatbed_there = found

    def _look_again_at(self, attachment: Attachment) -> None:
        self._thumbnails[attachment.id] = b""
        paper = self._procedure.paper(attachment.paper)

        def read(content: bytes) -> None:
            self._scene.background.run(
                lambda: self._scene.edges.papers.read(content, paper.most_bytes),
                lambda found: self._seen_again(attachment.id, found),
                self._not_seen,
            )

        kept = self._scene.edges.queue.attachment(self._journey.id, attachment.id)
        self._scene.background.watch(kept, read, self._not_seen)

    def _seen_again(self, attachment: UUID, found: ReadPaper) -> None:
        self._thumbnails[attachment] = found.thumbnail
        if isinstance(self._scene.stage.frame.page, PapersPage):
            self._show()

    def _not_seen(self, failure: Exception) -> None:
        """A paper without its small picture is still kept; anything else is a bug."""
        if not isinstance(failure, PaperUnusable | QueueFailure):
            raise failure
        _log.warning("no small picture", extra={"failure": type(failure).__name__})

    def _show(self) -> None:
        self._scene.stage.show(self._papers_page)

    def _papers_page(self, look: Look) -> Page:
        said = self._scene.said
        papers = [
            PaperShown(
                id=paper.id,
                title=said(look, paper.title),
                form=said(look, paper.form),
                required=paper.required,
                full=len(mine) >= paper.most_files,
                attachments=tuple(
                    AttachmentShown(str(it.id), it.pages, self._thumbnails.get(it.id, b""))
                    for it in mine
                ),
            )
            for paper in self._path.papers
            for mine in [[it for it in self._journey.attachments if it.paper == paper.id]]
        ]
        page = PapersPage(look, papers, caption=said(look, self._procedure.short_title))
        page.add_wanted.connect(self._add)
        page.remove_wanted.connect(self._remove)
        page.primary.connect(self.done)
        page.back.connect(self.back)
        page.leave.connect(self.left)
        return page

    # --- adding ---

    @Slot(str)
    def _add(self, paper: str) -> None:
        self._paper = paper
        self._way()

    @Slot()
    def _way(self) -> None:
        """Ask how the paper comes in, unless there is but one way."""
        self._busy = False
        if len(self._ways()) > 1:
            self._scene.stage.show(self._ways_page)
        else:
            self._pick()

    def _ways(self) -> tuple[PaperWay, ...]:
        """What is there now. Pictures are kept as JPEG or in a PDF, so one of both has to do."""
        camera = self._scene.camera
        pictures = {JPEG, PDF} & set(self._procedure.paper(self._paper).media_types)
        there = {
            PaperWay.CAMERA: bool(pictures) and camera is not None and camera.found,
            PaperWay.FLATBED: bool(pictures) and self._flatbed_there,
            PaperWay.PHONE: self._scene.online and can_come(self._procedure.paper(self._paper)),
            PaperWay.STICK: True,
        }
        return tuple(way for way in PaperWay if there[way])

    def _missing(self, look: Look) -> str:
        """When a phone is a way again; "" where it is one, or never is."""
        paper = self._procedure.paper(self._paper)
        return look.say("ways.phone.offline") if can_come(paper) and not self._scene.online else ""

    def _ways_page(self, look: Look) -> Page:
        paper = self._procedure.paper(self._paper)
        page = PaperWaysPage(
            look,
            self._ways(),
            paper=self._scene.said(look, paper.title),
            missing=self._missing(look),
        )
        page.chosen.connect(self._go_way)
        page.back.connect(self._let_be)
        return page

    @Slot(object)
    def _go_way(self, way: PaperWay) -> None:
        paper = self._procedure.paper(self._paper)
        match way:
            case PaperWay.STICK:
                self._pick()
            case PaperWay.PHONE:
                self._from_phone(paper)
            case _:
                self._capturing.open(paper, scanned=way is PaperWay.FLATBED)

    def _pick(self) -> None:
        self._files = None
        self._scene.stage.show(self._pick_page)
        self._list()

    def _pick_page(self, look: Look) -> Page:
        paper = self._procedure.paper(self._paper)
        hint = look.say("pick.hint", size=paper.most_bytes // _MEGABYTE)
        if len(self._ways()) == 1:
            hint = f"{hint} {self._missing(look)}".rstrip()
        page = PickFilePage(
            look,
            heading=look.say("pick.title", paper=self._scene.said(look, paper.title)),
            hint=hint,
        )
        page.picked.connect(self._picked)
        page.again.connect(self._list)
        page.back.connect(self._left_files)
        if self._files is None:
            page.show_looking()
        else:
            page.show_files([self._file(look, file) for file in self._files])
        return page

    @Slot()
    def _left_files(self) -> None:
        """Back to the ways, where there are several."""
        self._pick_number += 1
        if len(self._ways()) > 1:
            self._way()
        else:
            self._let_be()

    @Slot()
    def _let_be(self) -> None:
        """Back without a file: one that is still being read is not wanted any more."""
        self._pick_number += 1
        self._busy = False
        self._show()

    def _from_phone(self, paper: Paper) -> None:
        mine = sum(it.paper == paper.id for it in self._journey.attachments)
        room, caption = paper.most_files - mine, self._procedure.short_title
        self._phone.open(paper, room=room, caption=caption)

    @Slot(object)
    def _take(self, found: tuple[ReadPaper, ...], poor: int = 0) -> None:
        """Keep what came, whichever way; meanwhile there is nothing to press."""
        self._busy = False
        if not self._scene.stage.shows(KEEPING):
            self._scene.stage.show(keeping_page)
        self._keep(*found, poor=poor)

    @Slot()
    def _list(self) -> None:
        self._scene.background.run(self._scene.edges.papers.listed, self._listed, self._not_listed)

    def _listed(self, files: tuple[PaperFile, ...]) -> None:
        self._files = files
        page = self._scene.stage.frame.page
        if isinstance(page, PickFilePage):
            page.show_files([self._file(page.look, file) for file in files])

    def _not_listed(self, failure: Exception) -> None:
        if not isinstance(failure, OSError):
            raise failure
        _log.warning("no stick can be read", extra={"failure": type(failure).__name__})
        self._listed(())

    @staticmethod
    def _file(look: Look, file: PaperFile) -> FileShown:
        return FileShown(file.name, look.texts.date(file.modified.date()))

    @Slot(int)
    def _picked(self, place: int) -> None:
        if self._busy or not self._files or place >= len(self._files):
            return
        self._busy = True
        file = self._files[place]
        papers = self._scene.edges.papers
        paper = self._procedure.paper(self._paper)
        most, kinds = paper.most_bytes, paper.media_types
        number = self._pick_number

        def keep(found: ReadPaper) -> None:
            if found.media_type in kinds:
                self._take((found,))
            else:
                self._unusable(PaperUnusable("kind"))

        self._scene.background.run(
            lambda: papers.read(papers.fetch(file.path, MOST_BROUGHT), most),
            keep,
            self._unusable,
            wanted=lambda: number == self._pick_number,
            named=(PaperUnusable,),
        )

    def _unusable(self, failure: Exception) -> None:
        self._busy = False
        if not isinstance(failure, PaperUnusable):
            raise failure
        page = self._scene.stage.frame.page
        if isinstance(page, PickFilePage):
            most = self._procedure.paper(self._paper).most_bytes // _MEGABYTE
            page.show_unusable(page.look.say(f"paper.unusable.{failure.reason}", size=most))

    def _keep(self, found: ReadPaper, *more: ReadPaper, poor: int = 0) -> None:
        """Keep one after the other, each in the journey before the next; then show the papers.

        `poor` of the first one's pages came out badly, and the person uses them all the same.
        """

        def kept(attachment: Attachment) -> None:
            self._thumbnails[attachment.id] = found.thumbnail
            self._journey = self._journey.attach(attachment, poor)
            self._save(lambda: self._keep(*more) if more else self._show())

        self._scene.background.watch(
            self._scene.edges.queue.keep_attachment(
                self._journey.id, self._paper, found.content, found.media_type, found.pages
            ),
            kept,
            lambda failure: self._scene.not_kept(
                failure, lambda: self._keep(found, *more, poor=poor)
            ),
        )

    # --- removing ---

    @Slot(str)
    def _remove(self, attachment: str) -> None:
        identity = UUID(attachment)
        if identity not in {it.id for it in self._journey.attachments}:
            return
        self._journey = self._journey.detach(identity)
        self._thumbnails.pop(identity, None)
        self._show()
        self._save()
        # After the journey: one that names a paper must not outlive it.
        self._scene.background.watch(
            self._scene.edges.queue.drop_attachment(self._journey.id, identity),
            ignore,
            lambda failure: self._scene.not_kept(failure, lambda: None),
        )

    def _save(self, then: Callable[[], None] = lambda: None) -> None:
        """Save the journey as it is now, and go on once that is done."""
        self._journey = self._scene.session.marked(self._journey)
        self.changed.emit(self._journey)
        self._scene.background.watch(
            self._scene.edges.queue.save(self._journey),
            lambda _none: then(),
            lambda failure: self._scene.not_kept(failure, lambda: self._save(then)),
        )


def _raise(failure: Exception) -> None:
    """No flatbed is an answer; that nobody could look for one is a bug."""
    raise failure
