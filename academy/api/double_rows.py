"""What becomes of the tokens of an account that goes into another one: they end.

The account that stays may have another role, and nobody gave a program that role.
"""

from courses.people import merge_rules

merge_rules.provide_end("api.PersonalToken.person")
