"""Files with questions: one model in the middle, a reader and a writer for each format.

Nothing here knows the database or the site.
"""
