"""A course plugin for the Vrijwilligersacademie."""
