msgid "Alle lessen op een rij"
msgstr "All lessons at a glance"

msgid "%(n)s minuut"
msgid_plural "%(n)s minuten"
msgstr[0] "%(n)s minute"
msgstr[1] "%(n)s minutes"

msgid "Er zijn nog geen lessen."
msgstr "There are no lessons yet."
