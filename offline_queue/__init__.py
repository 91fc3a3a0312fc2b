"""Keeps journeys and submissions, encrypted, until the portal has them."""
