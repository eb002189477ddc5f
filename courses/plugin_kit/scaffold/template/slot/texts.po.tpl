msgid "%(n)s persoon deed deze training al."
msgid_plural "%(n)s mensen deden deze training al."
msgstr[0] "%(n)s person did this training before."
msgstr[1] "%(n)s people did this training before."
