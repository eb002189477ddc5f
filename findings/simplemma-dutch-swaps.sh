#!/usr/bin/env bash
# simplemma 2.0.0 (PyPI), Dutch.
#
# A lemma is meant to be the form under which all forms of a word are found, so the lemma of a lemma is
# itself. In the Dutch data 646 pairs of words are each other's lemma: looking up twice gives back the
# first. Both forms of a word then never meet, unless one compares sets of a word and its lemma.
#
# Seen:
#   les -> lessen -> les; bel -> bellen -> bel; aanbidder -> aanbidster -> aanbidder
#   pairs: 646
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check simplemma==2.0.0
cat >look.py <<'PYTHON'
from simplemma import lemmatize
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

ways = []
for word in ("les", "bel", "aanbidder"):
    lemma = lemmatize(word, lang="nl")
    ways.append(f"{word} -> {lemma} -> {lemmatize(lemma, lang='nl')}")
print("; ".join(ways))
words = DefaultDictionaryFactory().get_dictionary("nl")
print("pairs:", sum(a < b and words.get(b) == a for a, b in words.items()))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = "les -> lessen -> les; bel -> bellen -> bel; aanbidder -> aanbidster -> aanbidder
pairs: 646"
