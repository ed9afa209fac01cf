"""Sheets and reports: their questions, their pages as they will be printed, the printer and the file."""
