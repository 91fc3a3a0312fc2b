"""What people bring on paper: files from their sticks, photographs, scans.

Whatever has to be parsed or worked on is, in a process apart.
"""

from kiosk.papers.darkroom import Darkroom, try_darkroom
from kiosk.papers.flatbed import Flatbed
from kiosk.papers.reader import PaperReader
from kiosk.papers.sticks import PaperFile, fetch_paper, find_sticks, list_papers

__all__ = [
    "Darkroom",
    "Flatbed",
    "PaperFile",
    "PaperReader",
    "fetch_paper",
    "find_sticks",
    "list_papers",
    "try_darkroom",
]
