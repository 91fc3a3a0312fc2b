"""What is measured with: forms of about 4 KiB and scans of 10 MB, the same in every run."""

from __future__ import annotations

import time
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyrage

from kiosk.clock import SystemClock
from kiosk.domain.parsing import parse_procedure
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.bench.figures import RESULTS, publish
from tests.offline_queue.forms import ANSWERS, _document, consent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from random import Random

    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from tests.bench.figures import Figure

    Part = Callable[[int, Path, list[str]], list[Figure]]
    """Measured in so many rounds, in a folder; it may add notes."""

SCAN_BYTES = 10 * 1024 * 1024
PORTAL_KEY = str(pyrage.x25519.Identity.generate().to_public())
POINT = "TK"

_LINES = 20
_LINE = 112
_WORDS = """
ông bà anh chị cháu thôn xóm tổ khu phố xã phường tỉnh thành sinh ngày tháng năm đăng ký khai sinh
giấy chứng bệnh viện trạm y tế con gái con trai họ tên mẹ cha dân tộc quốc tịch nơi thường trú
đường số nhà bản sao trích lục hộ khẩu kết hôn cư trú xác nhận người yêu cầu nhận kết quả
""".split()


def form() -> Procedure:
    """A procedure that asks for twenty lines besides name, number and phone."""
    document = _document("bench", "dossier")
    document["tasks"][0]["steps"] += [
        {
            "id": f"line{number}",
            "question": {"vi": "Câu hỏi?"},
            "fields": [{"id": f"line{number}", "kind": "text", "name": {"vi": "Dòng"}}],
        }
        for number in range(_LINES)
    ]
    return parse_procedure(document)


def answered(journey: Journey, random: Random) -> Journey:
    """The journey with every answer; its document is about 4 KiB."""
    lines = {f"line{number}": _line(random) for number in range(_LINES)}
    consents = (consent("submit"), consent("messages"))
    return journey.answer({**ANSWERS, **lines}).consent(consents)


def scan(random: Random) -> bytes:
    """What a scanner makes: it can't be made smaller."""
    return random.randbytes(SCAN_BYTES)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk of this checkout: the system's own for such things may be memory."""
    RESULTS.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=RESULTS) as folder:
        yield RESULTS / folder


@contextmanager
def opened(folder: Path) -> Iterator[EncryptedQueue]:
    """The real queue, sealing for a portal."""
    queue = EncryptedQueue(
        folder / "queue",
        FileSecrets(folder / "keys.json"),
        clock=SystemClock(),
        point=POINT,
        recipients=lambda: (PORTAL_KEY,),
    )
    try:
        yield queue
    finally:
        queue.close()


def begun(queue: EncryptedQueue, procedure: Procedure, random: Random) -> Journey:
    """A journey with every answer, kept, and nothing left for the store's thread to do."""
    journey = answered(queue.begin(procedure.kind, procedure).result(), random)
    queue.save(journey).result()
    rested(queue)
    return journey


def measure(bench: str, rounds: int, parts: Mapping[str, Part], names: Sequence[str]) -> int:
    """Run these parts of a bench, or all of them, each in a folder of its own; 0 when done."""
    notes: list[str] = []
    figures: list[Figure] = []
    for name in names or parts:
        began = time.monotonic()
        with scratch() as folder:
            figures += parts[name](rounds, folder, notes)
        notes.append(f"{name} took {time.monotonic() - began:.0f} s.")
    publish(bench, figures, notes)
    return 0


def rested(queue: EncryptedQueue) -> None:
    """Wait for what the store does after it has answered."""
    queue._thread.submit(lambda: None).result()


def _line(random: Random) -> str:
    words = "a"
    while len((words + " ").encode()) < _LINE:
        words += " " + random.choice(_WORDS)
    return words
