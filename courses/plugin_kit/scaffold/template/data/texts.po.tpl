msgid "persoon"
msgstr "person"

msgid "training"
msgstr "training"

msgid "notitie"
msgstr "note"

msgid "notities"
msgstr "notes"

msgid "gewijzigd op"
msgstr "changed on"

msgid "Wat wil je onthouden?"
msgstr "What do you want to remember?"

msgid "Alleen jij leest dit. Maak het leeg om het weg te halen."
msgstr "Only you read this. Make it empty to remove it."

msgid "Je notities zijn bewaard."
msgstr "Your notes are kept."

msgid "Mijn notities"
msgstr "My notes"

msgid "Je notities"
msgstr "Your notes"

msgid "Bewaar"
msgstr "Keep"
