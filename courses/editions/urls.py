from django.urls import path

from courses.editions import views

app_name = "editions"
urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda.ics", views.agenda_calendar, name="calendar"),
]
