"""The Vietnamese on-screen keyboard: pure composition rules apart from its keys."""
