"""Certificates in the style of the partner that offers the training."""
