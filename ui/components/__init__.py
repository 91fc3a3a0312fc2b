"""The parts that screens are made of, each painted by itself and each at least 16 mm to press."""
