"""Every setting, typed, in one file. Environment variables override what an office may need to change.

GIAOBAN_DATA   folder of the database, media and journals (default: var/ beside the code)
DATABASE_URL   postgres://user@host:port/name, or unset for SQLite inside GIAOBAN_DATA
GIAOBAN_BASE_URL  https://name, under which the public reads the portal
GIAOBAN_DEMO   1 while the demonstration is served: moved clock, one-click sign-in, banner
"""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules


def env_bool(name: str, default: bool) -> bool:
    """Return the environment variable as a truth value: 1, true, yes, on are true."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str) -> list[str]:
    """Return the comma-separated environment variable as a list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DATA_DIR = Path(os.environ.get("GIAOBAN_DATA", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def stored_secret(folder: Path) -> str:
    """Return the installation's secret key, made once and kept beside the database, readable by its owner only."""
    path = folder / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()


SECRET_KEY: str = os.environ.get("GIAOBAN_SECRET_KEY") or stored_secret(DATA_DIR)
DEBUG: bool = env_bool("GIAOBAN_DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env_list("GIAOBAN_HOSTS", "127.0.0.1,localhost,[::1]") + ["testserver"] * TESTING
# Scheme and name under which the public reads the portal, for addresses that leave it; "" takes what was asked for.
BASE_URL: str = os.environ.get("GIAOBAN_BASE_URL", "").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env_list("GIAOBAN_ORIGINS", "")

# --- The demonstration -----------------------------------------------------------------------------------
DEMO: bool = env_bool("GIAOBAN_DEMO", default=False)
DEMO_PASSWORD: str = os.environ.get("GIAOBAN_DEMO_PASSWORD", "giaoban")
# Where the clock was set when the demonstration was loaded; giaoban.lib.clock runs it on from there.
CLOCK_FILE: Path = DATA_DIR / "clock.json"

# --- The coordinating body: an organ's code and lines differ from place to place, so they are settings. ----
ORGAN: dict[str, str] = {
    "code": os.environ.get("GIAOBAN_ORGAN_CODE", "BTGThU"),
    "superior": os.environ.get("GIAOBAN_ORGAN_SUPERIOR", "Thị ủy Phổ Yên"),
    "name": os.environ.get("GIAOBAN_ORGAN_NAME", "Ban Tuyên giáo"),
    "place": os.environ.get("GIAOBAN_ORGAN_PLACE", "Phổ Yên"),
    "bloc": os.environ.get("GIAOBAN_ORGAN_BLOC", "Khối khoa giáo thị xã Phổ Yên"),
}
# Visits that an older site had counted before this one took over; shown in the total, stored apart.
VISITS_START_OFFSET: int = int(os.environ.get("GIAOBAN_VISITS_OFFSET", "0"))
# The visit journals and the day's salt.
VISITS_DIR: Path = DATA_DIR / "visits"
# New readers told apart by address and browser name, per address (IPv6: per 64-bit network), day and server process;
# those after them share one pseudonym. A thousand: more people than providers put behind one address.
VISITORS_PER_ADDRESS: int = int(os.environ.get("GIAOBAN_VISITORS_PER_ADDRESS", "1000"))
# Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, e.g. 127.0.0.1 behind nginx
# on the same machine.
TRUSTED_PROXIES: list[str] = env_list("GIAOBAN_PROXIES", "")
# Threads that render pages, per server process. Rendering holds the interpreter; more only help where pages wait.
PAGE_THREADS: int = int(os.environ.get("GIAOBAN_THREADS", "2"))
# Room for public pages kept in memory, per server process; 0 keeps none.
PAGE_CACHE_BYTES: int = int(os.environ.get("GIAOBAN_PAGE_CACHE_MB", "64")) * 1024 * 1024

INSTALLED_APPS: list[str] = [
    "giaoban.demo",
    "giaoban.interfaces.ui",
    "giaoban.interfaces.console",
    "giaoban.interfaces.portal",
    "giaoban.interfaces.gate",
    "giaoban.interfaces.backoffice",
    "giaoban.interfaces.commands",
    "giaoban.domain.conferences",
    "giaoban.domain.reports",
    "giaoban.domain.indicators",
    "giaoban.domain.documents",
    "giaoban.domain.tasks",
    "giaoban.domain.works",
    "giaoban.domain.periods",
    "giaoban.domain.accounts",
    "giaoban.domain.orgs",
    "giaoban.domain.audit",
    "giaoban.domain.notices",
    "giaoban.domain.visits",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "whitenoise.runserver_nostatic",
    "giaoban.interfaces.backoffice.desk_config.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE: list[str] = [
    # First: also refusals and redirects of those below carry the policy.
    "giaoban.interfaces.ui.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "giaoban.interfaces.ui.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "giaoban.interfaces.ui.middleware.EndedPostMiddleware",
    "giaoban.interfaces.ui.middleware.ReadOnlyGetMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Last: it calls the view itself.
    "giaoban.interfaces.ui.middleware.DeskTransactionMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "giaoban.interfaces.ui.context.page",
            ],
        },
    }
]


# --- Database ----------------------------------------------------------------------------------------------
def database(url: str) -> dict[str, Any]:
    """Return Django's database settings for DATABASE_URL; an empty address means SQLite in DATA_DIR."""
    if not url or url.startswith("sqlite"):
        name = url.removeprefix("sqlite:///") or str(DATA_DIR / "giaoban.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA busy_timeout=20000; PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")} if env_bool("GIAOBAN_TEST_ON_DISK", default=False) else {},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # A server that vanished from the network is noticed in seconds, not in the system's quarter of an hour.
        "OPTIONS": {"connect_timeout": 5, "keepalives_idle": 10, "tcp_user_timeout": 10_000},
    }


DATABASES: dict[str, dict[str, Any]] = {"default": database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits of attempts (ACCOUNT_RATE_LIMITS) are counted here. In files, so that all processes of the machine count
# together: memory would give each process a limit of its own, the database cannot be written by a GET.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        # Past it a third is thrown out at random: enough for the limits of some thousand addresses at once.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- People ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/lam-viec/"
WAGTAIL_FRONTEND_LOGIN_URL = "/dang-nhap/"
WAGTAILADMIN_LOGIN_URL = "/dang-nhap/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "giaoban.interfaces.console.account.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "giaoban.interfaces.console.account.forms.SignInForm",
    "change_password": "giaoban.interfaces.console.account.forms.NewPasswordForm",
    "reauthenticate": "giaoban.interfaces.console.account.forms.PasswordAgainForm",
}
MFA_ADAPTER = "giaoban.interfaces.console.account.adapter.StaffMFAAdapter"
MFA_FORMS = {
    "authenticate": "giaoban.interfaces.console.account.forms.CodeForm",
    "reauthenticate": "giaoban.interfaces.console.account.forms.CodeAgainForm",
    "activate_totp": "giaoban.interfaces.console.account.forms.TurnOnCodesForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/dang-nhap/"
# Besides sign-in: comments on a draft, by reader's address and, against many addresses, by draft; letters.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,20/5m/ip",
    "public_comment": "5/10m/ip,500/1d/key",
    "feedback": "5/h/ip,500/1d/key",
}
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# In tests only: the real hash takes a third of a second, and the suite signs in hundreds of times.
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Language, time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Kept by whoever chose English; everybody else reads Vietnamese, whatever their browser prefers.
LANGUAGE_COOKIE_NAME = "giaoban_ngon_ngu"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["giaoban.interfaces.ui.formats"]
USE_THOUSAND_SEPARATOR = False

# --- Files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "giaoban.interfaces.ui.sheets.OneSheetStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# Otherwise every test client lists all static files anew, which takes longer than most pages.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_MANIFEST_STRICT = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = 10 * 1024 * 1024

# --- Security ------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "giaoban.interfaces.ui.errors.csrf_failure"
_https = env_bool("GIAOBAN_HTTPS", default=False)
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
# The gate knows whether the reader came by https, from its own connection or from a trusted proxy, and tells Django.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Wagtail -------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Giao Ban"
WAGTAILADMIN_BASE_URL = BASE_URL or "http://127.0.0.1:8000"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# English pages stand in a section of the one tree and decide their language themselves (portal/models/english.py):
# Wagtail's own routing would send whoever chose English words around the pages to a tree that has no news.
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# As the desk shows them; what may be typed besides stands in ui/formats, these two among it.
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("GIAOBAN_LOG_LEVEL", "WARNING")},
}
