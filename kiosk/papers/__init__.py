"""What people bring on paper, as files: found on their sticks, looked into in a process apart."""

from kiosk.papers.reader import PaperReader
from kiosk.papers.sticks import PaperFile, fetch_paper, find_sticks, list_papers

__all__ = ["PaperFile", "PaperReader", "fetch_paper", "find_sticks", "list_papers"]
