"""What comes and goes as tables: spreadsheets in and out."""
