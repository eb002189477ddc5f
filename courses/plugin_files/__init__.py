"""What plugins keep as files: looked at, kept in private, given to who may have them, removed."""
