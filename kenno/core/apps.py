from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kenno.core"
