msgid "Je bent al voor %(n)d training ingeschreven. Rond die eerst af."
msgid_plural "Je bent al voor %(n)d trainingen ingeschreven. Rond er eerst één af."
msgstr[0] "You are enrolled in %(n)d training already. Finish that one first."
msgstr[1] "You are enrolled in %(n)d trainings already. Finish one first."

msgid "Voor hoeveel trainingen tegelijk mag iemand ingeschreven zijn?"
msgstr "In how many trainings may somebody be enrolled at once?"

msgid "Een coördinator kan iemand ook daarboven inschrijven."
msgstr "A coordinator can enrol somebody above that, too."
