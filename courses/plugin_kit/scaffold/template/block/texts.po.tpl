msgid "Titel"
msgstr "Title"

msgid "Stap"
msgstr "Step"

msgid "Stappen"
msgstr "Steps"

msgid "Stappenplan"
msgstr "Plan in steps"
