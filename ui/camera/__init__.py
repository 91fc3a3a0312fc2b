"""The camera: its device, its live picture on a page, and what can be read in it."""
