"""What keeps a help point in order: enrolment, PIN, doctor, sticks, and the verbs of its staff."""
