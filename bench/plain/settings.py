"""As `startproject` writes them, in Arabic, with the database that is handed over."""

import json
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
GIVEN = json.loads(os.environ["BENCH_PLAIN"])

SECRET_KEY = "only for measuring"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "bench.plain",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench.plain.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": GIVEN["dbname"],
        "USER": GIVEN["user"],
        "PASSWORD": GIVEN["password"],
        "HOST": GIVEN["host"],
        "PORT": GIVEN["port"],
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}} if GIVEN.get("pool") else {},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "Arabic"), ("en", "English")]
LOCALE_PATHS = [HERE.parents[1] / "wasl" / "locale"]
TIME_ZONE = "Asia/Baghdad"
USE_TZ = True
STATIC_URL = "static/"
LOGIN_URL = "/login/"
LOGGING_CONFIG = None
