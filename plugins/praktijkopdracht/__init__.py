"""Assignments in practice: a participant hands in, a trainer reviews."""
