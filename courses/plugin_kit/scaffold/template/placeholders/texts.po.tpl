msgid "De lessen, elk op een regel"
msgstr "The lessons, one on each line"
