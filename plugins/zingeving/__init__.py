"""The training "Zingeving": life questions of older people, and how to bring them up."""
