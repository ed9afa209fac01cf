"""What travels: the bundle file, pairing, preview, merge, and how a stick is written."""
