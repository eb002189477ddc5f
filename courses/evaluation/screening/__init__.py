"""Looking in what people wrote for what somebody could be recognised by, before anyone reads it.

What is found is a proposal: a person decides (`services.reviewing`). `patterns` finds what has a
form, such as a telephone number; `names` finds names, by the people who were there and by capitals;
`deduce_process` asks a program for Dutch names that an operator can add. `due` does it for forms
that closed, from the tick.
"""
