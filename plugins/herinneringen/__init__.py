"""Reminders of a meeting, and what to bring."""
