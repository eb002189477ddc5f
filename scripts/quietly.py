#!/usr/bin/env python
"""Run a command and show what it said only when it fails."""

import subprocess
import sys

if __name__ == "__main__":
    result = subprocess.run(
        sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if result.returncode:
        sys.stdout.buffer.write(result.stdout)
    sys.exit(result.returncode)
