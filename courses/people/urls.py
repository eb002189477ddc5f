from django.urls import path

from courses.people import views

app_name = "people"
urlpatterns = [
    path("mijn/gegevens/", views.profile, name="profile"),
    path("mijn/gegevens/apparaten/", views.forget_browsers, name="forget_browsers"),
    path("mijn/gegevens/download/", views.download, name="download"),
]
