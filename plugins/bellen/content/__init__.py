"""The lessons of the training, one module each; `BODY` is the lesson as pairs of type and value."""
