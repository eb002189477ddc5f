#!/usr/bin/env python
"""Command line of the Vrijwilligersacademie."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.base")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
