"""Reads, verifies and dates the packs: procedures, life events, guides and addresses as data."""

from kiosk.packs.guides import Guide
from kiosk.packs.loading import PACKS, LifeEvent, Packs, RefusedFile, load_packs
from kiosk.packs.manifest import seal_manifest

__all__ = [
    "PACKS",
    "Guide",
    "LifeEvent",
    "Packs",
    "RefusedFile",
    "load_packs",
    "seal_manifest",
]
