"""Every screen of the program, drawn and measured in every look that a person may choose."""
