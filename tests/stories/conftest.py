"""Stories are told through the real window."""

from tests.ui.conftest import dressed, session, window

__all__ = ["dressed", "session", "window"]
