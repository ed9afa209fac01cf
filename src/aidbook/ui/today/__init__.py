"""Today: what is next, what needs attention, and a key for each common job."""
