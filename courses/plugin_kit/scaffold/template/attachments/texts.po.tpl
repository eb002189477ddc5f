msgid "De uren als bestand"
msgstr "The hours as a file"
