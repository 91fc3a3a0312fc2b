"""Leads people across the screens: each module is one stretch of the way."""
