"""Hands that do anything to the real program, by chance, and what must hold whatever they do."""
