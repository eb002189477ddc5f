#!/usr/bin/env bash
# phonenumberslite 9.0.42 (PyPI; Google's libphonenumber in Python), Dutch numbers as people write them in
# lists of volunteers.
#
# A note behind a number is not left out and is no error: each letter is read as the digit under it on the
# keypad, so that "(werk)" becomes 9375 and the number four digits longer. And a mobile number with one digit
# too few is "possible"; only is_valid_number refuses it. Who keeps what parses, keeps numbers that reach nobody.
#
# Seen:
#   020-1234567 (werk) -> +312012345679375 possible False valid False
#   06-12345678 mobiel -> +31612345678662435 possible False valid False
#   +31 6 1234567 -> +3161234567 possible True valid False
#   06-12345678 -> +31612345678 possible True valid True
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check phonenumberslite==9.0.42
cat >look.py <<'PYTHON'
import phonenumbers as p

for text in ("020-1234567 (werk)", "06-12345678 mobiel", "+31 6 1234567", "06-12345678"):
    number = p.parse(text, "NL")
    written = p.format_number(number, p.PhoneNumberFormat.E164)
    print(text, "->", written, "possible", p.is_possible_number(number), "valid", p.is_valid_number(number))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "020-1234567 (werk) -> +312012345679375 possible False valid False
06-12345678 mobiel -> +31612345678662435 possible False valid False
+31 6 1234567 -> +3161234567 possible True valid False
06-12345678 -> +31612345678 possible True valid True"
