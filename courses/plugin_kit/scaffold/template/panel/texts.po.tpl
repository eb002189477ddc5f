msgid "Mensen op de wachtlijst"
msgstr "People on the waiting list"

msgid "%(n)s persoon"
msgid_plural "%(n)s personen"
msgstr[0] "%(n)s person"
msgstr[1] "%(n)s people"
