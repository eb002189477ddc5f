"""Backups: the database and the uploads of one moment, in one file that can be put back."""
