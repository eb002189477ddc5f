from django.apps import AppConfig


class UnitConfig(AppConfig):
    name = "bench.unit"
    label = "bench_unit"
    default_auto_field = "django.db.models.BigAutoField"
