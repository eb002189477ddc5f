from django.urls import path

from courses.calendars import views
from courses.common.addresses import AGENDA, MINE, pattern

OWN = f"{pattern(MINE)}agenda/"

app_name = "calendars"
urlpatterns = [
    path(OWN, views.own, name="own"),
    path(f"{OWN}maak/", views.open_feed, name="open"),
    path(f"{OWN}vernieuw/", views.renew_feed, name="renew"),
    path(f"{OWN}stop/", views.close_feed, name="close"),
    path(f"{pattern(AGENDA)}eigen/<str:token>.ics", views.feed, name="feed"),
]
