"""Gifts on screen: the small form that notes one, and the sentences that tell them."""
