#!/usr/bin/env bash
# citolab-qti-convert (PyPI) 0.2.0, from QTI 2.1 to 3.0.
#
# In a choice `minChoices="0"` says that a participant may leave it open, and where nothing is said it is 0: in
# both versions. The upgrade writes `min-choices="1"` for both, and warns nobody: one of the changes that it
# makes unless told otherwise. A player that holds to it does not let anybody go on who has no answer.
#
# Seen:
#   minChoices="0" -> min-choices="1"
#   minChoices="1" -> min-choices="1"
#   minChoices="2" -> min-choices="2"
#   nothing -> min-choices="1"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check citolab-qti-convert==0.2.0
cat >look.py <<'PYTHON'
import re

from qti_convert import upgrade_item

ITEM = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="vraag" title="Vraag"
    adaptive="false" timeDependent="false" xml:lang="nl">
  <responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">
    <correctResponse><value>A</value></correctResponse>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="3" {least}>
      <prompt>Wat past bij u?</prompt>
      <simpleChoice identifier="A">een</simpleChoice>
      <simpleChoice identifier="B">twee</simpleChoice>
      <simpleChoice identifier="C">drie</simpleChoice>
    </choiceInteraction>
  </itemBody>
  <responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
</assessmentItem>"""
for least in ('minChoices="0"', 'minChoices="1"', 'minChoices="2"', ""):
    made = upgrade_item(ITEM.format(least=least))
    found = re.search(r'min-choices="\d+"', made if isinstance(made, str) else made.xml)
    print(least or "nothing", "->", found.group() if found else "nothing")
PYTHON
seen=$(env/bin/python look.py)
echo "$seen"
test "$seen" = 'minChoices="0" -> min-choices="1"
minChoices="1" -> min-choices="1"
minChoices="2" -> min-choices="2"
nothing -> min-choices="1"' || { echo "the converter treats minChoices otherwise now" >&2; exit 1; }
