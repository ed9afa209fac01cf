"""Reading in other systems' files: which columns, what it would do, and then all of it at once."""
