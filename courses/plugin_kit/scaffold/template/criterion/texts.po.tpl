msgid "Opdrachten"
msgstr "Exercises"

msgid "Doe nog %(n)d opdracht in de lessen."
msgid_plural "Doe nog %(n)d opdrachten in de lessen."
msgstr[0] "Do %(n)d more exercise in the lessons."
msgstr[1] "Do %(n)d more exercises in the lessons."

msgid "Hoeveel opdrachten moet iemand doen?"
msgstr "How many exercises must somebody do?"

msgid "Zet minstens zoveel opdrachten in de lessen. Bij 0 is er niets nodig."
msgstr "Put at least so many exercises in the lessons. With 0 nothing is needed."
