"""Distribution days on screen: the list and the plan, the sign-up grid, the door, closing and the report."""
