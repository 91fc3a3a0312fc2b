"""The slip through a real CUPS: it arrives whole, names nobody, and leaves nothing in the spool."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp

from tests.patience import PATIENCE
from tests.programs import FOR_ADMINISTRATORS, need
from tests.ui.outcomes import SLIP
from ui.printing.sheet import Paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parents[2]
CUPSD = shutil.which("cupsd", path=FOR_ADMINISTRATORS)
LPADMIN = shutil.which("lpadmin", path=FOR_ADMINISTRATORS)
SERVER_BIN = Path(os.environ.get("CUPS_SERVERBIN", "/usr/lib/cups"))
DATA = Path(os.environ.get("CUPS_DATADIR", "/usr/share/cups"))

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.getuid() != 0, reason="nobody here may run the filters of CUPS"
)

# Stands for the printer: it keeps what it is sent.
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && { echo 'direct keep "Unknown" "keeps what it is sent"'; exit 0; }
cat "${6:--}" > '%s/printed.part' && mv '%s/printed.part' '%s/printed.pdf'
"""
FILES = """FileDevice No
ServerRoot {folder}/etc
ServerBin {folder}/bin
DataDir {data}
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/run
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
SystemGroup root
User nobody
Group nogroup
"""
SERVER = """Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
PreserveJobHistory No
PreserveJobFiles No
<Location />
 Order allow,deny
 Allow all
</Location>
<Policy default>
<Limit All>
 Order deny,allow
</Limit>
</Policy>
"""


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("cupsd", "lpadmin")
    folder = tmp_path_factory.mktemp("cups")
    for name in ("etc", "spool/tmp", "cache", "run", "out", "temp"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(SERVER_BIN, folder / "bin")
    backend = folder / "bin" / "backend" / "keep"
    out = folder / "out"
    backend.write_text(BACKEND % (out, out, out))
    # A backend of this mode runs as root, who may write where the test looks.
    backend.chmod(0o700)
    return folder


@pytest.fixture
def server(qtbot: QtBot, folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = f"127.0.0.1:{port}"
    conf, files = folder / "etc" / "cupsd.conf", folder / "etc" / "cups-files.conf"
    conf.write_text(SERVER.format(port=port))
    files.write_text(FILES.format(folder=folder, data=DATA))
    assert CUPSD is not None
    with subprocess.Popen([CUPSD, "-f", "-c", str(conf), "-s", str(files)]) as running:

        def listens() -> bool:
            with socket.socket() as tried:
                return tried.connect_ex(("127.0.0.1", port)) == 0

        try:
            qtbot.waitUntil(listens)
            assert LPADMIN is not None
            subprocess.run(
                [LPADMIN, "-h", server, "-p", "slips", "-E", "-v", "keep:/", "-m", "raw"],
                check=True,
                capture_output=True,
            )
            yield server
        finally:
            running.terminate()


@pytest.mark.parametrize("paper", Paper)
def test_a_slip_arrives_at_the_printer_and_stays_nowhere_else(
    qtbot: QtBot, folder: Path, server: str, paper: Paper
) -> None:
    environment = os.environ | {
        "CUPS_SERVER": server,
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(folder / "temp"),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, str(ROOT / "tests" / "ui" / "printed.py"), paper.name],
        env=environment,
        check=True,
        timeout=PATIENCE,
    )
    printed = folder / "out" / "printed.pdf"
    qtbot.waitUntil(printed.exists)
    (page,) = pypdfium2.PdfDocument(printed.read_bytes())
    assert page.get_width() / 72 * 25.4 == pytest.approx(paper.width, abs=0.5)
    dots = page.render(scale=203 / 72).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(dots)] == [SLIP.qr_text]
    # The job's title is the ticket: it is all that a list of jobs says.
    qtbot.waitUntil(lambda: str(SLIP.ticket) in (folder / "page").read_text())
    qtbot.waitUntil(lambda: not any(it.is_file() for it in (folder / "spool").rglob("*")))
    assert list((folder / "temp").iterdir()) == []
