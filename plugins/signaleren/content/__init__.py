"""What the lessons say: one module per lesson, each with its `BODY`."""
