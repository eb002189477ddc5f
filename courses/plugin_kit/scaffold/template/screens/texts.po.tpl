msgid "Training"
msgstr "Training"

msgid "Begin"
msgstr "Start"

msgid "Uitvoeringen zonder trainer"
msgstr "Editions without a trainer"
