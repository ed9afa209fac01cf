"""What is kept: the encrypted file, the ledger, the fold, the views and their queries."""
