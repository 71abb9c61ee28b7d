"""The addresses of what belongs to an account: tokens, searches, alerts, webhooks, exports."""

from django.urls import path

from events.web.views import exports, search_feeds, searches, stop_mail, webhooks

urlpatterns = [
    path("searches/", searches.searches, name="searches"),
    path("searches/<int:pk>/", searches.search_detail, name="saved_search"),
    path("searches/<int:pk>/seen/", searches.search_seen, name="search_seen"),
    path("searches/<int:pk>/delete/", searches.search_delete, name="search_delete"),
    path("searches/<int:pk>/renew-feed/", searches.search_renew_feed, name="search_renew_feed"),
    path("searches/<int:pk>/feed.atom", search_feeds.own_feed, name="own_search_feed"),
    path("feeds/<int:pk>-<slug:key>.atom", search_feeds.secret_feed, name="search_feed"),
    path("mails/<int:pk>-<slug:key>/stop/", stop_mail.stop_mail, name="stop_mail"),
    path("notices/<int:pk>/dismiss/", webhooks.dismiss_notice, name="dismiss_notice"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", webhooks.webhook_detail, name="webhook"),
    path("webhooks/<int:pk>/test/", webhooks.webhook_test, name="webhook_test"),
    path("webhooks/<int:pk>/secret/", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/<int:pk>/delete/", webhooks.webhook_delete, name="webhook_delete"),
    path("webhooks/<int:pk>/replay/<int:delivery>/", webhooks.webhook_replay, name="webhook_replay"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("exports/<int:pk>/delete/", exports.export_delete, name="export_delete"),
]
