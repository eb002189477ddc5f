from django.urls import path

from courses.common.addresses import MINE, pattern
from courses.people import views

DETAILS = f"{pattern(MINE)}gegevens/"

app_name = "people"
urlpatterns = [
    path(DETAILS, views.profile, name="profile"),
    path(f"{DETAILS}apparaten/", views.forget_browsers, name="forget_browsers"),
    path(f"{DETAILS}alles/", views.everything, name="everything"),
    path(f"{DETAILS}wissen/", views.erase, name="erase"),
    path(f"{DETAILS}code/", views.claim, name="claim"),
    path(f"{DETAILS}download/", views.download, name="download"),
]
