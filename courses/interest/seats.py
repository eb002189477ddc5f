"""What a seat does to a wish for a date: it ends."""

from courses.enrolment import providers
from courses.interest import services

providers.provide_end_of_waiting(services.end_with_seat)
