"""The tests of the academy."""

import os
import sys

# What was compiled is kept, also where that is switched off, as containers do: five seconds of a
# processor in every process that collects the tests, and one in each pytest that a test starts.
# Here, since pytest imports this before all that it rewrites.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
