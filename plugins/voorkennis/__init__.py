"""Who may enrol: after which trainings, and for volunteers of which organisations."""
