"""AidBook: the record book of a mutual-aid group."""

__version__ = "0.3.0"
