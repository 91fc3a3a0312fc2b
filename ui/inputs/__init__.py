"""One input for each kind of field; `registry.py` says which."""
