"""The administration of every table, one file a group."""

from django.contrib import admin

from events.admin import alerts, articles, decisions, events, history, intake, registers, statements, tokens

admin.site.site_header = admin.site.site_title = "Newsbase administration"
admin.site.index_title = "Records, intake and accounts"

__all__ = ["alerts", "articles", "decisions", "events", "history", "intake", "registers", "statements", "tokens"]
