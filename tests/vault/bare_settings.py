"""Just enough of Django to make the tables that the vault stands on, in a process of its own."""

import os

from psycopg.conninfo import conninfo_to_dict

_PARTS = conninfo_to_dict(os.environ["WASL_TEST_DSN"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _PARTS["dbname"],
        "USER": _PARTS["user"],
        "PASSWORD": _PARTS["password"],
        "HOST": _PARTS["host"],
        "PORT": _PARTS["port"],
    }
}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wasl.audit.apps.AuditConfig",
    "wasl.access.apps.AccessConfig",
    "wasl.vault.apps.VaultConfig",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
AUTH_USER_MODEL = "access.Account"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
SECRET_KEY = "made for this process only"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
