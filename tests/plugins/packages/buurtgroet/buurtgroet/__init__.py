"""Greetings from the neighbourhood."""
