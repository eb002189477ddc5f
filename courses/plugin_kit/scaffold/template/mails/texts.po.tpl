msgid "Wil je later toch meedoen? Je bent welkom. Kijk hier:"
msgstr "Would you like to join later after all? You are welcome. Look here:"
