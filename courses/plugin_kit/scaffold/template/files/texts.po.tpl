msgid "Hand-outs"
msgstr "Hand-outs"

msgid "Nieuwe hand-out"
msgstr "New hand-out"

msgid "Een pdf, docx, odt, jpg of png van hoogstens 10 MB."
msgstr "A pdf, docx, odt, jpg or png of at most 10 MB."

msgid "Er zijn nog geen hand-outs."
msgstr "There are no hand-outs yet."

msgid "Zet erbij"
msgstr "Add"
