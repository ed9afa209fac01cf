"""The USB stick: write a bundle, read one in, and the sites this book shares with."""
