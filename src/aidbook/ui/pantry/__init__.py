"""The page of the pantry: items and lots, taking in, counting, setting aside."""
