"""One file for each step from one schema to the next; applied once, in order, in one transaction each."""
