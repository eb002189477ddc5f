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
    path("certificaat/<str:code>/naam/", views.choose_name, name="name"),
    # To type over: each character that need not be typed is one that cannot be wrong.
    path("c/", views.ask_shortly, name="ask_short"),
    path("c/<str:code>/", views.check_shortly, name="short"),
]
