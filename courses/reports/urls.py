from django.urls import path

from courses.reports import views

app_name = "evaluation_reports"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("vergelijken/", views.ComparisonView.as_view(), name="comparison"),
    path("training/<int:pk>/", views.TrainingView.as_view(), name="training"),
    path("training/<int:pk>/teksten/", views.TrainingTextsView.as_view(), name="training_texts"),
    path("uitvoering/<int:pk>/", views.EditionView.as_view(), name="edition"),
    path("uitvoering/<int:pk>/teksten/", views.EditionTextsView.as_view(), name="edition_texts"),
    path("enquete/<int:pk>/", views.SurveyView.as_view(), name="survey"),
    path("enquete/<int:pk>/teksten/", views.SurveyTextsView.as_view(), name="survey_texts"),
]
