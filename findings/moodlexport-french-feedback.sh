#!/usr/bin/env bash
# moodlexport 0.0.32 (PyPI), which writes questions as Moodle XML.
#
# Every question with choices gets three sentences that nobody asked for, in French: a participant of a Dutch
# course who answers reads "Votre réponse est correcte." The English readme does not tell.
#
# And an ampersand in the name of a question or a category, as in "Rouw & verlies", is written as it is, which
# is no XML: whoever imports the file gets none of its questions. In the text of a question it is right.
#
# Seen:
#   feedback: Votre réponse est correcte. | Votre réponse est partiellement correcte. | Votre réponse est incorrecte.
#   "en" in the name: XML; "&" in the text: XML; "&" in the name: no XML; "&" in the category: no XML
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check moodlexport==0.0.32
cat >look.py <<'PYTHON'
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from moodlexport import Category, Question


def written(name="Rouw en verlies", text="Wat helpt?", category="Rouw"):
    bank = Category(category)
    question = Question("multichoice")
    question.title(name)
    question.text(text)
    question.answer("luisteren", True)
    question.answer("praten", False)
    question.addto(bank)
    bank.save("bank")
    return Path("bank.xml").read_text(encoding="utf-8")


def kind(content):
    try:
        ET.fromstring(content.encode())
    except ET.ParseError:
        return "no XML"
    return "XML"


said = re.findall(r"<\w*correctfeedback.*?<p>(.*?)</p>", written(), re.DOTALL)
print("feedback:", " | ".join(said))
BOTH = "Rouw & verlies"
tried = {
    '"en" in the name': written(),
    '"&" in the text': written(text=BOTH),
    '"&" in the name': written(name=BOTH),
    '"&" in the category': written(category=BOTH),
}
print("; ".join(f"{what}: {kind(content)}" for what, content in tried.items()))
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = 'feedback: Votre réponse est correcte. | Votre réponse est partiellement correcte. | Votre réponse est incorrecte.
"en" in the name: XML; "&" in the text: XML; "&" in the name: no XML; "&" in the category: no XML' ||
  { echo "moodlexport writes these otherwise now" >&2; exit 1; }
