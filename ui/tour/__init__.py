"""Plays the main job by itself, with real touches on the real window."""
