"""Speaks the portal's contract over HTTP; nothing else in the house knows that there is HTTP."""

from kiosk.portal.client import HttpPortal
from kiosk.portal.uploads import Pace

__all__ = ["HttpPortal", "Pace"]
