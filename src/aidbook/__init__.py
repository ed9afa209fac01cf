"""AidBook: the record book of a mutual-aid group."""

__version__ = "0.2.0"
