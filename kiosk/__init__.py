"""The help-point kiosk: its meaning and its edges, without any screen."""

__version__ = "0.1.0"
