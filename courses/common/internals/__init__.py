"""What we use of Django and Wagtail that they do not promise to keep.

Where no public name does it, the use stands here, in one place, so that an upgrade is easy to look
through. `tests/courses/common/test_internals.py` says for each what the installed version does, and
fails when another does something else. Methods of theirs that a class of ours replaces cannot stand
here; that test lists them too.
"""
