"""Screens under /beheer/ on which staff make forms, say which training uses which, and ask a
list of people. What they change goes through `services`; who may is in `rights`."""
