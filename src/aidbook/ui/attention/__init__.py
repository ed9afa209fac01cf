"""Needs attention: a list with the remedies beside it, and one watch that the whole window asks."""
