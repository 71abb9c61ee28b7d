"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from newsbase.memory import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsbase.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # imports the views; otherwise the first reader would wait for them
keep_what_is_loaded()
