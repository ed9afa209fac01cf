"""The page of members: the list, a member's own page beside it, a new one, and the household they share."""
