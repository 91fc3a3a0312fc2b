"""What a help point's machine needs around the kiosk: enrolment first."""
