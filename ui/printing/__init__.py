"""The slip on paper: one value, drawn once, as a roll of 80 mm or an A5 sheet."""
