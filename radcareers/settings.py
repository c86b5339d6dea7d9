"""Settings, for every way of running. Production is the default; anything less safe is asked for.

The environment variables are listed in docs/settings.md; ``environment`` reads and checks them.
"""

from pathlib import Path

from django.urls import reverse_lazy

from radcareers import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = Path(env.text("RADCAREERS_DATA", str(BASE_DIR / "var"))).resolve()

DEBUG = env.flag("RADCAREERS_DEBUG")
# Local: served over plain HTTP, to this machine only.
LOCAL = env.flag("RADCAREERS_LOCAL")
if DEBUG and not LOCAL:
    env.refuse("RADCAREERS_DEBUG", "can be 1 only where RADCAREERS_LOCAL is 1.")

SECRET_KEY = env.secret_key(DATA)
SECRET_KEY_FALLBACKS = env.text("RADCAREERS_SECRET_KEY_FALLBACKS").split()

ORIGIN = env.origin("RADCAREERS_ORIGIN", local=LOCAL)
ALLOWED_HOSTS = env.LOCAL_HOSTS if LOCAL else [str(ORIGIN.hostname)]
# How many reverse proxies stand in front and append to X-Forwarded-For.
PROXIES = env.number("RADCAREERS_PROXIES", 0, high=10)

INSTALLED_APPS = [
    "radcareers.accounts",
    "pathways",
    "radcareers.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "radcareers.middleware.response_headers",  # outermost, so that every answer gets them
    "radcareers.logs.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below what serves files, which are compressed already; above all that makes pages.
    "radcareers.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "radcareers.middleware.session_limits",
    "radcareers.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "radcareers.middleware.RefusalsMiddleware",
]

ROOT_URLCONF = "radcareers.urls"
WSGI_APPLICATION = "radcareers.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"bundles": "radcareers.templatetags.bundles"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "radcareers.accounts.context.mail",
                "radcareers.context.theme",
            ],
        },
    },
]

# Data

DATABASES = {"default": env.database("DATABASE_URL", DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache("CACHE_URL"),
    # For what is a pure function of its key, and so may differ between processes.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Language and time: plain English, ISO numbers, UTC

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# Static files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "radcareers.bundles.BundlingStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/plans/"

globals().update(env.mail("EMAIL_URL"))
MAIL_WORKS = bool(env.text("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("RADCAREERS_MAIL_FROM", f"RadCareers <no-reply@{ORIGIN.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

ACCOUNT_ADAPTER = "radcareers.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL_WORKS else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = MAIL_WORKS
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = MAIL_WORKS
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = ORIGIN.scheme
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,100/h/ip,5/5m/key,50/d/key",
    "signup": "20/m/ip,100/h/ip",
    "reset_password": "10/m/ip,5/m/key,20/d/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "RadCareers"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
STAFF_NEED_FACTOR = not LOCAL

# Sessions and cookies: __Host- binds a cookie to this very host, and demands HTTPS

SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
SESSION_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "radcareers.refusals.old_token"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Transport and headers

SECURE_SSL_REDIRECT = not LOCAL
SECURE_SSL_HOST = None if LOCAL else ORIGIN.netloc
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 0 if LOCAL else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
# Not no-referrer: browsers would then send "Origin: null" and every form would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_SELF = ["'self'"]
_NONE = ["'none'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _NONE,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": _SELF,
        "font-src": _SELF,
        "connect-src": _SELF,
        "manifest-src": _SELF,
        "form-action": _SELF,
        "base-uri": _NONE,
        "object-src": _NONE,
        "frame-ancestors": _NONE,
    }
}

# Logs: JSON lines on standard error; on this machine only what went wrong

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route": {"()": "radcareers.logs.RouteFilter"}},
    "formatters": {"json": {"()": "radcareers.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["route"],
            "formatter": "json",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR" if LOCAL else "WARNING"},
        "radcareers": {"level": "WARNING" if LOCAL else "INFO"},
    },
}
