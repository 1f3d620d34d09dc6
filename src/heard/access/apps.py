from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "heard.access"
    label = "access"
    verbose_name = "People who sign in"
