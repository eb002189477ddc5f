#!/usr/bin/env python
"""Command line of the Vrijwilligersacademie."""

import gc
import os
import sys

if __name__ == "__main__":
    # What is made while the site is imported stays. To look through it for garbage every seven
    # hundred objects, as Python does unless told otherwise, takes a sixth of each start.
    gc.set_threshold(100_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.base")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
