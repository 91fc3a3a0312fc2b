"""Brings what was done beside the screens back to the screens' own thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

T = TypeVar("T")


class _Waiting(NamedTuple):
    future: Future[Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    sitting: int | None
    wanted: Callable[[], bool]
    named: tuple[type[Exception], ...]


class Background(QObject):
    """Calls back on the GUI thread when a Future is done; forgets those of a person who left.

    A failure that nobody named is a bug: the caller's `failed` sees every Exception and decides.
    """

    _finished = Signal(object)

    def __init__(self, pool: Executor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._sitting = 0
        self._finished.connect(self._call_back, Qt.ConnectionType.QueuedConnection)

    def forget(self) -> None:
        """No call that was asked for before now comes back."""
        self._sitting += 1

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        wanted: Callable[[], bool] = lambda: True,
        named: tuple[type[Exception], ...] = (),
    ) -> None:
        """Do blocking `work` in the pool, and wait for it as `watch` does."""
        self.watch(self._pool.submit(work), done, failed, wanted=wanted, named=named)

    def watch(
        self,
        future: Future[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        lasting: bool = False,
        wanted: Callable[[], bool] = lambda: True,
        named: tuple[type[Exception], ...] = (),
    ) -> None:
        """Wait for a Future without holding up the screens.

        `lasting` is the machine's own affair: it comes back even after the person has left.
        Where `wanted` says, once it is done, that nobody wants it any more, nobody is called back;
        a failure that is none of the `named` is raised all the same.
        """
        sitting = None if lasting else self._sitting
        waiting = _Waiting(future, done, failed, sitting, wanted, named)
        future.add_done_callback(lambda _: self._finished.emit(waiting))

    @Slot(object)
    def _call_back(self, waiting: _Waiting) -> None:
        if waiting.sitting not in {None, self._sitting} or waiting.future.cancelled():
            return
        error = waiting.future.exception()
        wanted = waiting.wanted()
        if error is None:
            if wanted:
                waiting.done(waiting.future.result())
        elif isinstance(error, Exception) and wanted:
            waiting.failed(error)
        elif not isinstance(error, waiting.named):
            raise error


def ignore(_result: object) -> None:
    """What is done about something that went well."""
