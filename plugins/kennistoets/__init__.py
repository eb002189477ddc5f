"""Tests with a pass mark, in the lessons of a training."""
