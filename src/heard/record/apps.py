from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "heard.record"
    label = "record"
    verbose_name = "The register"
