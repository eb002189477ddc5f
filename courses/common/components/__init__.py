"""The components that pages are built from; see docs/components.md.

Small ones are made in Python, because they stand in long lists; those with structure have a
template in templates/components/. None asks the database: what a component shows is given to it.
Templates get all of them with `{% load components %}`.
"""
