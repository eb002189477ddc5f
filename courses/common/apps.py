from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "courses.common"
    label = "common"
