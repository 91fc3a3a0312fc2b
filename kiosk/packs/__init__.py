"""Reads, verifies and dates the packs: procedures, life events and addresses as data."""

from kiosk.packs.loading import LifeEvent, Packs, RefusedFile, load_packs
from kiosk.packs.manifest import seal_manifest

__all__ = ["LifeEvent", "Packs", "RefusedFile", "load_packs", "seal_manifest"]
