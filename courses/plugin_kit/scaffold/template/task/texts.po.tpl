msgid "Woorden tellen in alle lessen"
msgstr "Count the words of all lessons"

msgid "Er zijn nog geen lessen."
msgstr "There are no lessons yet."

msgid "%(n)d woord in alle lessen."
msgid_plural "%(n)d woorden in alle lessen."
msgstr[0] "%(n)d word in all lessons."
msgstr[1] "%(n)d words in all lessons."
