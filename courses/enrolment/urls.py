from django.urls import path

from courses.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("inschrijven/<int:edition_id>/", views.enrol, name="enrol"),
    path("inschrijven/<int:edition_id>/afmelden/", views.withdraw, name="withdraw"),
]
