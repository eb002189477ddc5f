from django.urls import path

from courses.reports import views

app_name = "evaluation_reports"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("training/<int:pk>/", views.TrainingView.as_view(), name="training"),
    path("uitvoering/<int:pk>/", views.EditionView.as_view(), name="edition"),
]
