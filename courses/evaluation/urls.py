from django.urls import path

from courses.common.addresses import EVALUATION, pattern
from courses.evaluation import views

HERE = pattern(EVALUATION)

app_name = "evaluation"
urlpatterns = [
    path(HERE, views.enter_code, name="enter_code"),
    path(f"{HERE}<int:edition_id>/", views.form, name="form"),
    path(f"{HERE}<int:edition_id>/bedankt/", views.thanks, name="thanks"),
    path(f"{HERE}<int:edition_id>/papier/", views.paper, name="paper"),
    path(f"{HERE}formulier/<int:form_id>/papier/", views.other_paper, name="other_paper"),
    path(f"{HERE}link/<str:token>/papier/", views.personal_paper, name="personal_paper"),
    path(f"{HERE}formulier/<int:form_id>/", views.other_form, name="other_form"),
    path(f"{HERE}formulier/<int:form_id>/bedankt/", views.other_thanks, name="other_thanks"),
    path(f"{HERE}zaal/<str:code>/", views.room, name="room"),
    path(f"{HERE}link/<str:token>/", views.personal_form, name="personal_form"),
    path(f"{HERE}link/<str:token>/bedankt/", views.personal_thanks, name="personal_thanks"),
]
