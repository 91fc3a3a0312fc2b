"""A program that keeps something, says so, and waits to be killed."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pyrage

from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import ManualClock
from tests.offline_queue.forms import begun, birth_form, with_paper


def main(folder: str, secrets: str, live: str) -> None:
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    queue = EncryptedQueue(
        Path(folder),
        FileSecrets(Path(secrets)),
        clock=ManualClock(),
        point="TK",
        recipients=lambda: (recipient,),
    )
    form = birth_form()
    journey = with_paper(queue, begun(queue, form))
    if live == "finished":
        queue.finish(journey, form, "N. T. C.").result()
    elif live == "aside":
        queue.put_aside(journey.id).result()
    sys.stdout.write(f'"{journey.slip.qr_text}"\n')
    sys.stdout.flush()
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
