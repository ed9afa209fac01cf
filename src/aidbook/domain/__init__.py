"""What is true: declared records and facts with their fields, pure rules; no input, no output."""
