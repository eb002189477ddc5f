"""The process in which deduce looks at texts: a list of them in JSON comes in, and out goes for
each what was found, as `[start, end, word of deduce for what it is]`.

It knows nothing of the academy and opens no database. Nothing of a text stands in its errors.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from importlib import import_module

STRAIGHT = str.maketrans({"‘": "'", "’": "'"})
"""deduce knows the name of "Peter 't Hart" by a straight apostrophe alone, and telephones write a
curly one (`findings/deduce-curly-apostrophes.sh`). A letter for a letter, so all places stay."""


def main() -> None:
    """Read the texts, write what was found.

    Raises:
        SystemExit: in a few words, why there is no answer.
    """
    texts = [str(one).translate(STRAIGHT) for one in json.load(sys.stdin)]
    # It sends what the whole process logs to where only the answer may stand: at its first use that
    # is a line.
    with redirect_stdout(sys.stderr):
        try:
            deduce = import_module("deduce")
        except ImportError:
            raise SystemExit("it is not installed") from None
        try:
            program = deduce.Deduce()
            found = [program.deidentify(text).annotations for text in texts]
        except Exception as error:  # noqa: BLE001 - whatever it raises; it could hold a text
            raise SystemExit(f"it failed with {type(error).__name__}") from None
    answer = [sorted((one.start_char, one.end_char, one.tag) for one in own) for own in found]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
