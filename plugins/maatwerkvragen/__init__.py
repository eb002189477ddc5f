"""Questions of a trainer's own on the evaluation form."""
