msgid "Tellen wie al een maand wacht"
msgstr "Count who has been waiting for a month"

msgid "%(n)d persoon wacht al een maand."
msgid_plural "%(n)d mensen wachten al een maand."
msgstr[0] "%(n)d person has been waiting for a month."
msgstr[1] "%(n)d people have been waiting for a month."
