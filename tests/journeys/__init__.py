"""What goes through several parts: many people at once, in any order, in killed processes."""
