from django.conf import settings
from django.urls import path

from academy.website import views

urlpatterns = [
    path("mijn/", views.mine, name="mine"),
    path("taal/", views.set_language, name="set_language"),
    path("weer-ingelogd/", views.signed_in_again, name="signed_in_again"),
    path("gezond/", views.health, name="health"),
    path("toegang/", views.staff_door, name="staff_door"),
]
if settings.DEBUG:
    urlpatterns.append(path("demo/post/", views.mailbox, name="demo_mailbox"))
