"""Values and rules of the help point: no Qt, no disk, no network, no clock of its own."""
