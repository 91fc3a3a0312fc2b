"""The drawings: pure painting in reference units, no widget, no text key, no state."""
