"""Presence at online sessions, from the participant report of Zoom or Teams."""
