"""What becomes of what two accounts both have, when they become one: of addresses of calendars.

The address of the account that stays goes on; the other leads nowhere, and can be asked anew.
"""

from courses.people import merge_rules

merge_rules.provide("calendars.CalendarFeed.person", merge_rules.drop_other)
