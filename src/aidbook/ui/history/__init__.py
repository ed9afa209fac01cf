"""History: every action as a sentence, what it was made of, and taking any one back."""
