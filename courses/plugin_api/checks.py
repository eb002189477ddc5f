"""System checks on plugins."""
