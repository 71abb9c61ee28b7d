"""The one app of the project."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Newsbase"
    default_auto_field = "django.db.models.BigAutoField"
