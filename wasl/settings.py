"""Django's settings. What an administrator may decide is in `runtime.settings`; this page wires the rooms together.

Secrets and connection strings are handed over by the supervisor (`runtime.handed`), never read from the environment.
"""

from pathlib import Path
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from wasl.runtime.handed import handed

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "interfaces" / "web"
_given = handed()

DEBUG = bool(_given.get("debug", False))
SECRET_KEY = _given.get("secret_key", "not-handed-over")
ALLOWED_HOSTS: list[str] = _given.get("hosts", ["localhost", "127.0.0.1", "[::1]"])
WASL_PRACTICE: bool = _given.get("practice", True)
WASL_IDLE_MINUTES: int = _given.get("idle_minutes", 15)
WASL_UPLOAD_BYTES: int = _given.get("upload_bytes", 12 << 20)
WASL_HTTPS: bool = _given.get("https", False)
# what the device page tells; empty where only this computer can ask
WASL_NETWORK: dict[str, Any] = _given.get("network", {})
WASL_VAULT_SOCKET: str = _given.get("vault_socket", "")
# of the database's owner, in commands only: whoever has it may act as any account
WASL_DOOR: str = _given.get("door", "")
WASL_PROGRAMME_FOLDER = Path(_given.get("programme", ROOT.parent / "programmes" / "iq-al-amal"))


def _programme() -> Any:
    from wasl.programme import load

    return load(WASL_PROGRAMME_FOLDER)


WASL_PROGRAMME: Any = SimpleLazyObject(_programme)


def _database(dsn: str) -> dict[str, Any]:
    parts = conninfo_to_dict(dsn) if dsn else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "wasl"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, **parts}
        if _given.get("pool")
        else parts,
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {"default": _database(_given.get("dsn", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "wasl.audit.apps.AuditConfig",
    "wasl.access.apps.AccessConfig",
    "wasl.vault.apps.VaultConfig",
    "wasl.people.apps.PeopleConfig",
    "wasl.casefile.apps.CasefileConfig",
    "wasl.instruments.apps.InstrumentsConfig",
    "wasl.phases.entry_assessment.apps.EntryAssessmentConfig",
    "wasl.phases.rehabilitation.apps.RehabilitationConfig",
    "wasl.phases.exit_assessment.apps.ExitAssessmentConfig",
    "wasl.phases.aftercare.apps.AftercareConfig",
    "wasl.workforce.apps.WorkforceConfig",
    "wasl.appointments.apps.AppointmentsConfig",
    "wasl.journey.apps.JourneyConfig",
    "wasl.planning.apps.PlanningConfig",
    "wasl.rights.apps.RightsConfig",
    "wasl.interfaces.web.apps.WebConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wasl.interfaces.api.door.ApiDoor",
    "wasl.interfaces.web.middleware.UnitOfWork",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wasl.interfaces.web.middleware.PageLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wasl.interfaces.web.middleware.Doorkeeper",
]

ROOT_URLCONF = "wasl.urls"
WSGI_APPLICATION = "wasl.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "wasl.interfaces.web.context.page",
            ],
            "loaders": [
                (
                    "wasl.interfaces.web.ui.quick.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wasl.interfaces.web.templatetags.wasl_forms",
            ],
        },
    }
]
FORM_RENDERER = "wasl.interfaces.web.ui.form_renderer.FormRenderer"

# --- sign-in and sessions (PROTECTION P6, P15) ---
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["wasl.access.passwords.ShownArgon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_day"
SESSION_ENGINE = "wasl.access.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-wasl" if WASL_HTTPS else "wasl"
CSRF_COOKIE_NAME = "__Host-wasl-csrf" if WASL_HTTPS else "wasl_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WASL_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wasl.interfaces.web.errors.csrf_failure"
ACCOUNT_ADAPTER = "wasl.interfaces.web.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
MFA_ADAPTER = "wasl.interfaces.web.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp"]  # printed codes are our own: they open while the vault is sealed
MFA_FORMS = {
    "authenticate": "wasl.interfaces.web.second_factor.AuthenticateForm",
    "reauthenticate": "wasl.interfaces.web.second_factor.ReauthenticateForm",
}
MFA_TOTP_ISSUER = "Wasl"
# a telephone's clock is half a minute off, or the code runs out while it is typed: one step each way (RFC 6238, 5.2)
MFA_TOTP_TOLERANCE = 1

# --- headers ---
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS: int = _given.get("hsts", 31_536_000 if WASL_HTTPS else 0)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- languages ---
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Baghdad"
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("ckb", _("Sorani Kurdish")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "wasl_language"

# --- files that never change ---
STATIC_URL = "static/"
STATIC_ROOT = _given.get("static")
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _given.get("static")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _given.get("static")

# what people send is kept in memory only: no file of theirs lies on this disk in clear
FILE_UPLOAD_HANDLERS = ["wasl.interfaces.web.received.InMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = None
