from django.urls import path

from courses.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("evaluatie/<int:edition_id>/", views.form, name="form"),
    path("evaluatie/<int:edition_id>/bedankt/", views.thanks, name="thanks"),
]
