from django.urls import path

from courses.common.addresses import AGENDA, AGENDA_CALENDAR, pattern
from courses.editions import views

app_name = "editions"
urlpatterns = [
    path(pattern(AGENDA), views.agenda, name="agenda"),
    path(pattern(AGENDA_CALENDAR), views.agenda_calendar, name="calendar"),
]
