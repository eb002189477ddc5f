"""Question banks: bring questions from elsewhere, ask them in lessons, take them along again."""
