msgid "Inschrijvingen per training"
msgstr "Enrolments by training"

msgid ""
"Alle inschrijvingen van de gekozen trainingen, op de dag dat iemand zich inschreef. Afgemeld en "
"afgerond zijn delen daarvan, zoals het nu is."
msgstr ""
"All enrolments in the chosen trainings, by the day on which somebody enrolled. Withdrawn and "
"completed are parts of these, as it is now."

msgid "Training"
msgstr "Training"

msgid "Inschrijvingen"
msgstr "Enrolments"

msgid "Afgemeld"
msgstr "Withdrawn"

msgid "Afgerond"
msgstr "Completed"
