"""This book: who may open it, its recovery sheet, its lock, its backups and its health."""
