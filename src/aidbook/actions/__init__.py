"""What people do: one function for each thing a person does."""
