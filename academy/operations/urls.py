from django.urls import path

from academy.operations import views

urlpatterns = [
    path("gezond/", views.show_health, name="health"),
    path("gezond/cijfers/", views.show_metrics, name="metrics"),
]
