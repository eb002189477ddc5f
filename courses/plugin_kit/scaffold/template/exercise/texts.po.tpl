msgid "Stelling"
msgstr "Statement"

msgid "Deze stelling is waar"
msgstr "This statement is true"

msgid "Uitleg"
msgstr "Explanation"

msgid "Iedereen leest dit na het antwoord."
msgstr "Everybody reads this after answering."

msgid "Waar of niet waar?"
msgstr "True or false?"

msgid "Opdrachten"
msgstr "Exercises"

msgid "Kies eerst een antwoord."
msgstr "Choose an answer first."

msgid "Dit is waar"
msgstr "This is true"

msgid "Dit is niet waar"
msgstr "This is not true"

msgid "Goed gezien!"
msgstr "Well spotted!"

msgid "Het is net andersom."
msgstr "It is just the other way round."
