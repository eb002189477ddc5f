from django.urls import path

from courses.common import addresses
from courses.enrolment import merge_views, partner_views, views

app_name = "enrolment"
ORGANISATION = addresses.pattern(addresses.ORGANISATION)
PATHS = addresses.pattern(addresses.LEARNING_PATHS)

urlpatterns = [
    path(addresses.pattern(addresses.AGENDA_SHEET), views.dates_on_paper, name="dates_on_paper"),
    path(addresses.pattern(addresses.MY_APPOINTMENTS), views.appointments, name="appointments"),
    path(f"{PATHS}<page:slug>/inschrijven/", views.enrol_in_path, name="enrol_in_path"),
    path(ORGANISATION, partner_views.organisations, name="organisations"),
    path(f"{ORGANISATION}<int:partner_id>/", partner_views.volunteers, name="volunteers"),
    path(
        f"{ORGANISATION}<int:partner_id>/aanmelden/<int:edition_id>/",
        partner_views.sign_up,
        name="sign_up_volunteers",
    ),
    path(
        f"{ORGANISATION}<int:partner_id>/afmelden/<int:enrolment_id>/",
        partner_views.withdraw,
        name="withdraw_volunteer",
    ),
    path("inschrijven/<int:edition_id>/", views.enrol, name="enrol"),
    path("inschrijven/<int:edition_id>/afspraak/", views.appointment, name="appointment"),
    path("inschrijven/<int:edition_id>/training.ics", views.calendar_file, name="calendar_file"),
    path(
        "inschrijven/<int:edition_id>/andere-datum/<int:pk>/",
        merge_views.answer,
        name="answer_move",
    ),
    path("inschrijven/<int:edition_id>/afmelden/", views.withdraw, name="withdraw"),
]
