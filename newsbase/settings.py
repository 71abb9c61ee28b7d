"""Settings, by topic; what may differ between places is read from the environment (docs/OPERATIONS.md lists it)."""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsbase import database, secret
from newsbase.env import env_bool, env_choice, env_int, env_list, env_origin, env_path, env_str

# --- Where things are -------------------------------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
NEWSBASE_HOME = env_path("NEWSBASE_HOME", BASE_DIR / "var")
TESTING = "pytest" in sys.modules
VERSION = "0.1.0"

# --- Who may reach us -------------------------------------------------------------------------------------------------
# The address users type. Loopback and plain http by default; an https address turns on secure cookies, HSTS and the
# trust in one proxy's X-Forwarded-Proto.
PUBLIC_URL = env_origin("NEWSBASE_PUBLIC_URL")
_public = urlsplit(PUBLIC_URL)
DEBUG = env_bool("NEWSBASE_DEBUG", False)
SECRET_KEY = env_str("SECRET_KEY", "") or secret.read_or_make_secret_key(NEWSBASE_HOME)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", *filter(None, [_public.hostname])])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE = _public.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000 if SECURE else 0, minimum=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
# Proxies in front that append to X-Forwarded-For; whatever stands further left in it was written by the caller.
TRUSTED_PROXIES = env_int("NEWSBASE_TRUSTED_PROXIES", 1 if SECURE else 0, minimum=0, maximum=5)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Strangers may read pages and API; without it everything but signing in needs an account.
ANONYMOUS_READING = env_bool("NEWSBASE_ANONYMOUS_READING", True)
# Full text to anonymous readers, or only an excerpt of this many characters.
ANONYMOUS_BODY = env_choice("NEWSBASE_ANONYMOUS_BODY", ("full", "excerpt"), "full")
EXCERPT_CHARACTERS = 600

# --- The application --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "corsheaders",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "pgtrigger",
    "pghistory",
    "events",
]
MIDDLEWARE = [
    "newsbase.health.HealthCheck",  # first: asked under any host name, by http
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a page is a sixth of its size; pads against guessing tokens by length
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsbase.first_password.RequireOwnPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsbase.middleware.ContentSecurityPolicy",
    "newsbase.middleware.ChosenLanguage",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # last: turns a refused login into its answer
]
if not ANONYMOUS_READING:
    MIDDLEWARE.append("django.contrib.auth.middleware.LoginRequiredMiddleware")
ROOT_URLCONF = "newsbase.urls"
WSGI_APPLICATION = "newsbase.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]  # that the foot of each page offers; catalogues in locale/
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 86_400
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Guessing passwords: after so many failures an account is closed for a while to the address that they came from.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_ENABLED = not TESTING  # tests of it turn it on: the client's short cut for logging in has no request to judge
AXES_FAILURE_LIMIT = env_int("NEWSBASE_LOGIN_FAILURES", 8, minimum=3, maximum=1000)
AXES_COOLOFF_TIME = timedelta(minutes=env_int("NEWSBASE_LOGIN_PAUSE_MINUTES", 15, minimum=1, maximum=10_080))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "newsbase.client_address.find_client_address"
AXES_VERBOSE = False
DATA_UPLOAD_MAX_MEMORY_SIZE = env_int("NEWSBASE_MAX_REQUEST_BYTES", 25 * 1024 * 1024, minimum=1024)

# --- Database ---------------------------------------------------------------------------------------------------------
# DATABASE_URL, or the embedded server that lives under NEWSBASE_HOME.
DATABASES = {"default": database.settings_from(env_str("DATABASE_URL", ""), NEWSBASE_HOME)}

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = NEWSBASE_HOME / "static"
# Served straight from the packages: nothing is collected, nothing comes from another host. Of django-leaflet only the
# script and style are used: as an application it would ask for GDAL.
_leaflet = importlib.util.find_spec("leaflet")
STATICFILES_DIRS = [("leaflet", Path(str(_leaflet.origin)).parent / "static" / "leaflet")] if _leaflet else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# --- Celery -----------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env_str("CELERY_BROKER_URL", "filesystem://localhost")
BROKER_FOLDER = NEWSBASE_HOME / "broker"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = False  # the database holds the truth: a lost message is made up for by the sweep
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ALWAYS_EAGER = False
# What a worker holds comes back to the others after this long without a word from it.
LEASE_SECONDS = env_int("NEWSBASE_LEASE_SECONDS", 600, minimum=30, maximum=86_400)
# A task that runs longer hangs: its process is killed before the lease ends, and what it held is tried again.
TASK_LIMIT_SECONDS = LEASE_SECONDS * 4 // 5
# A process above this is replaced after its task; at four times as much an allocation fails (newsbase/celery.py).
WORKER_MEMORY_MB = env_int("NEWSBASE_WORKER_MEMORY_MB", 900, minimum=400)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MEMORY_MB * 1024
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the section Logs below holds for workers and beat too

# --- Intake and reading -----------------------------------------------------------------------------------------------
# Exact host:port pairs that may be fetched though they are not public (tests, an intranet). Empty: none.
FETCH_ALLOW = env_list("FETCH_ALLOW")
# Messages sent for one intake, that is, how many workers at most read one batch side by side.
READ_NUDGES = env_int("NEWSBASE_READ_NUDGES", min(os.cpu_count() or 1, 8), minimum=1)
# Days that are kept: of raw HTML (where it is kept at all), and of runs of intake with their lists. 0: for ever.
KEEP_RAW_HTML_DAYS = env_int("NEWSBASE_KEEP_RAW_HTML_DAYS", 0, minimum=0)
KEEP_RUNS_DAYS = env_int("NEWSBASE_KEEP_RUNS_DAYS", 0, minimum=0)
KEEP_RAW_HTML = env_bool("NEWSBASE_KEEP_RAW_HTML", False)
# Look at the pages of young articles again, at growing intervals for a week, for corrections and removals.
REVISIT = env_bool("NEWSBASE_REVISIT", True)
TAGGER = env_str("NEWSBASE_TAGGER", "events.tagger.neural.NeuralTagger")
MAX_TEXT_CHARACTERS = env_int("NEWSBASE_MAX_TEXT_CHARACTERS", 2_000_000, minimum=1000)

# --- API --------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "events.api.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    # Requests of one address or account, counted in each process by itself; above it 429 with Retry-After.
    "DEFAULT_THROTTLE_RATES": {
        "anon": env_str("NEWSBASE_API_RATE_ANONYMOUS", "600/min"),
        "user": env_str("NEWSBASE_API_RATE_SIGNED_IN", "3000/min"),
    },
    # How many proxies of ours stand before us: what a client writes into X-Forwarded-For itself counts for nothing.
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Origins whose pages may read the API from a browser (https://example.org), or * for all. Never with cookies: a page of
# another site acts by a token, or as a stranger.
_cors = env_list("NEWSBASE_CORS_ORIGINS")
CORS_ALLOW_ALL_ORIGINS = _cors == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else _cors
CORS_ALLOW_CREDENTIALS = False
CORS_URLS_REGEX = r"^/api/(v1|schema)/"
CORS_ALLOW_HEADERS = ("accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match")
CORS_EXPOSE_HEADERS = ("Content-Disposition", "ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After")
# Whoever follows the feed of changes has so many days to come back; then everything is to be read anew.
CHANGES_KEEP_DAYS = env_int("NEWSBASE_CHANGES_KEEP_DAYS", 30, minimum=2, maximum=3650)
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Newsbase",
    "DESCRIPTION": "What happened, where, who was involved, and who claimed what.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "events.api.schema.describe_errors",
    ],
    # Closed lists that several resources have under one field name.
    "ENUM_NAME_OVERRIDES": {
        "Standing": "events.models.choices.Standing",
        "ActorKind": "events.models.choices.ActorKind",
        "ClaimKind": "events.models.choices.ClaimKind",
        "RunKind": "events.models.choices.RunKind",
        "SourceKind": "events.models.choices.SourceKind",
        "TimePrecision": "events.models.choices.TimePrecision",
        "PlacePrecision": "events.models.choices.PlacePrecision",
        "MentionType": "events.models.choices.MentionType",
        "ClaimLinkType": "events.models.choices.ClaimLinkType",
        "DecidedBy": "events.models.choices.DecidedBy",
        "Origin": "events.models.choices.Origin",
        "Provenance": "events.models.choices.Provenance",
    },
}

# --- Exports ----------------------------------------------------------------------------------------------------------
# Web server and workers must see the same folder.
EXPORTS_FOLDER = env_path("NEWSBASE_EXPORTS", NEWSBASE_HOME / "exports")

# --- Mail -------------------------------------------------------------------------------------------------------------
# Without a server no mail is sent, and the pages say so.
EMAIL_HOST = env_str("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 25, minimum=1, maximum=65_535)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", "")
EMAIL_SECURITY = env_choice("EMAIL_SECURITY", ("none", "starttls", "tls"), "none")
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", f"newsbase@{_public.hostname or 'localhost'}")

# --- Logs -------------------------------------------------------------------------------------------------------------
# Whoever sends this as a bearer token reads /metrics; without one, this machine and staff.
METRICS_TOKEN = env_str("NEWSBASE_METRICS_TOKEN", "")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "newsbase.json_log.JsonFormatter"},
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s", "datefmt": "%H:%M:%S"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env_choice("NEWSBASE_LOG_FORMAT", ("line", "json"), "line"),
        }
    },
    "root": {"handlers": ["stderr"], "level": env_choice("NEWSBASE_LOG_LEVEL", LOG_LEVELS, "INFO")},
    "loggers": {
        "httpx": {"level": "WARNING"},
        # Every scanner of the net asks for hosts that are not ours: answered 400, and not a page of traceback each.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "trafilatura": {"level": "CRITICAL"},
        # Each tick and each message: the outcome of the work is what a reader of logs looks for.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
