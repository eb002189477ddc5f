"""E-learning that partners made elsewhere, and our trainings for somebody else's player."""
