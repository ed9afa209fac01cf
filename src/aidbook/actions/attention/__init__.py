"""Needs attention: what there is, in words, and what people decide about it."""

from aidbook.actions.attention.deciding import dismiss, renumber, settle, void_visit
from aidbook.actions.attention.telling import Remedy, Speech, Told, Where
from aidbook.actions.attention.words import is_grave, tell
from aidbook.store.attention import concerns

__all__ = [
    "Remedy",
    "Speech",
    "Told",
    "Where",
    "concerns",
    "dismiss",
    "is_grave",
    "renumber",
    "settle",
    "tell",
    "void_visit",
]
