msgid "Certificaat %(training)s – %(name)s"
msgstr "Certificate %(training)s – %(name)s"

msgid "Certificaat"
msgstr "Certificate"

msgid "rondde deze training af:"
msgstr "completed this training:"

msgid "Aangeboden door %(partner)s"
msgstr "Offered by %(partner)s"

msgid "Uitgegeven op %(day)s"
msgstr "Issued on %(day)s"

msgid "Code: %(code)s"
msgstr "Code: %(code)s"

msgid "Is dit certificaat echt? Kijk op:"
msgstr "Is this certificate genuine? Look at:"
