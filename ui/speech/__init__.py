"""What is read aloud: in which words, from which clips, and never a person's numbers."""
