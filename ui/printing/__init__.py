"""What goes home on paper: a slip, a card to remember; on a roll of 80 mm or an A5 sheet."""
