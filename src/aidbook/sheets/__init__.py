"""What is printed: values collected from the book, and their drawing as PDF."""
