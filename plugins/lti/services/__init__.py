"""Everything that changes what the academy knows of other systems, and of who comes and goes."""
