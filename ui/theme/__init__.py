"""How the kiosk looks: sizes in millimetres, colours, type, icons and text painting."""
