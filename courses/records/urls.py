from django.urls import path

from courses.common.addresses import MINE, pattern
from courses.records import views

OWN = f"{pattern(MINE)}overzicht/"

app_name = "records"
urlpatterns = [
    path(OWN, views.own, name="own"),
    path(f"{OWN}pdf/", views.download, name="download"),
    path(f"{OWN}elders/", views.add, name="add"),
    path(f"{OWN}elders/<int:pk>/", views.change, name="change"),
    path(f"{OWN}elders/<int:pk>/weg/", views.remove, name="remove"),
    path(f"{OWN}elders/<int:pk>/bestand/", views.proof, name="proof"),
]
