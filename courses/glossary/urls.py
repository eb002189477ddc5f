from django.urls import path

from courses.common.addresses import HARD_WORDS, pattern
from courses.glossary import views

app_name = "glossary"
urlpatterns = [path(pattern(HARD_WORDS), views.hard_words, name="words")]
