from django.urls import path

from courses.certificates import views

app_name = "certificates"
urlpatterns = [
    path("certificaat/", views.ask_code, name="ask"),
    path("certificaat/<str:code>/", views.check, name="check"),
    path("certificaat/<str:code>/pdf/", views.download, name="download"),
    path("certificaat/<str:code>/pasje/", views.pocket_card, name="pocket_card"),
    path(
        "certificaat/<str:code>/bestand/<str:name>/", views.download_attachment, name="attachment"
    ),
]
