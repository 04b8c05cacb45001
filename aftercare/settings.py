"""Settings: secure by default, everything that differs between machines comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env("AFTERCARE_MODE", default="production")  # production | demo | test
DEMO = MODE == "demo"
PRODUCTION = MODE == "production"
VAR_DIR = Path(env("AFTERCARE_VAR", default=str(BASE_DIR / "var")))
BASE_URL = env("AFTERCARE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")

SECRET_KEY = env("SECRET_KEY", default="" if PRODUCTION else "not-secret-outside-production")
if not SECRET_KEY:
    raise ImproperlyConfigured("Production needs a SECRET_KEY: 50 random characters or more in the environment.")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

MAINTENANCE = env.bool("MAINTENANCE", default=False)  # every page but Help now answers 503

# The product, as it stands on screen
PRODUCT_NAME = env("AFTERCARE_PRODUCT_NAME", default="Houvast")
HELPLINE = {
    "phone": env("HELPLINE_PHONE", default="0800-0000 000"),
    "opens": env("HELPLINE_OPENS", default="07:00"),
    "closes": env("HELPLINE_CLOSES", default="22:00"),
    "weekdays": env.list("HELPLINE_WEEKDAYS", cast=int, default=[0, 1, 2, 3, 4]),  # Monday is 0
}
QUICK_EXIT_URL = env("QUICK_EXIT_URL", default="https://www.knmi.nl/nederland-nu/weer/verwachtingen")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "aftercare.local",
    "aftercare.core",
    "aftercare.audit",
    "aftercare.notifications",
    "aftercare.accounts",
    "aftercare.network",
    "aftercare.guide",
    "supportgroups",
    "trajectories",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aftercare.accounts.middleware.light",
    "aftercare.core.middleware.known_methods",
    "csp.middleware.CSPMiddleware",
    "aftercare.core.middleware.maintenance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aftercare.accounts.middleware.language",
    "aftercare.accounts.middleware.time_zone",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "aftercare.core.middleware.no_store",
    "aftercare.accounts.middleware.session_limits",
    "aftercare.accounts.middleware.phone",
    "aftercare.accounts.middleware.typed_before",
    "aftercare.accounts.middleware.second_factor",
    "aftercare.accounts.middleware.row_scope",
]

ROOT_URLCONF = "aftercare.urls"
WSGI_APPLICATION = "aftercare.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aftercare.core.context_processors.product",
                "aftercare.accounts.context_processors.shell",
                "trajectories.emergencies.context_processors.emergency",
            ],
            "builtins": ["aftercare.core.templatetags.ui", "template_partials.templatetags.partials"],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja"],
        "OPTIONS": {"environment": "aftercare.core.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# The application role: neither owner nor superuser. Migrations run with DATABASE_OWNER_URL as DATABASE_URL.
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://aftercare_app@127.0.0.1:5432/aftercare")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
BROKER_TIMEOUT_SECONDS = env.float("BROKER_TIMEOUT_SECONDS", default=20.0)  # else a black-holed worker stays deaf
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": env.float(
        "BROKER_TIMEOUT_SECONDS", default=20.0
    ),  # without it a worker stays deaf after a black-holed connection
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": BROKER_TIMEOUT_SECONDS / 2,
    "max_retries": 1,  # who queues a message does not wait for a broker that is away
    "interval_start": 0,
    "visibility_timeout": 600,  # an unacknowledged wake-up comes back; longer than any task may take
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # the rows say what was done, not the broker
CELERY_DB_REUSE_MAX = 10_000
CHECK_IN_TICK_SECONDS = env.float("CHECK_IN_TICK_SECONDS", default=5.0 if DEMO else 60.0)
TICK = {"schedule": CHECK_IN_TICK_SECONDS, "options": {"expires": CHECK_IN_TICK_SECONDS}}  # a missed tick is not kept
CELERY_BEAT_SCHEDULE = {
    "check-ins-due": {"task": "trajectories.checkins.tasks.sweep", **TICK},
    "messages-due": {"task": "aftercare.notifications.tasks.sweep", **TICK},
    "polls-due": {"task": "trajectories.panel.tasks.sweep", **TICK},
    "places-to-offer": {"task": "supportgroups.tasks.sweep", **TICK},
    "silence-due": {"task": "trajectories.silence.tasks.sweep", **TICK},
    "steps-to-propose": {"task": "trajectories.stepping.tasks.sweep", "schedule": 3600.0},
    "signals-due": {"task": "trajectories.signals.tasks.sweep", "schedule": 300.0},
    "sharing-over": {"task": "trajectories.sharing.tasks.sweep", "schedule": 3600.0},
    "arrivals-over": {"task": "trajectories.arrivals.tasks.sweep", "schedule": 3600.0},
    "referrals-due": {"task": "trajectories.referrals.tasks.sweep", "schedule": 300.0},
    "files-forgotten": {"task": "trajectories.imports.tasks.forget", "schedule": 3600.0},
    "dossiers-to-destroy": {"task": "trajectories.retention.tasks.sweep", "schedule": 3600.0},
    "log-to-seal": {"task": "aftercare.audit.tasks.seal", "schedule": 300.0},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # user_email_once keeps addresses unique, whatever their case
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "aftercare.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation by link is the verification
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # a subject tells nothing of where it comes from
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True  # one address each; another one counts once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "add_email": "aftercare.accounts.forms.AddEmailForm",
    "change_password": "aftercare.accounts.forms.ChangePasswordForm",
    "login": "aftercare.accounts.forms.LoginForm",
    "reset_password": "aftercare.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "aftercare.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_RATE_LIMITS = {  # in the shared cache, for all processes together
    "login_failed": "30/m/ip,5/300s/key",
    "copy": "5/h/user",
    "emergency_miss": "5/10m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation already showed whose address it is
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
STAFF_SECOND_FACTOR_REQUIRED = env.bool("STAFF_SECOND_FACTOR_REQUIRED", default=PRODUCTION)
USERSESSIONS_TRACK_ACTIVITY = False
OIDC_PROVIDERS = env.json("OIDC_PROVIDERS", default=[])  # where staff sign in with the account of their work

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 3 * 24 * 60 * 60  # accounts.middleware ends it sooner; so long is known whose form came late
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
OWN_PHONE_AGE = 365 * 24 * 60 * 60  # how long a browser stays somebody's own phone
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "aftercare.core.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Languages: English in the source, Dutch first on screen
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", NODE_MODULES / "bootstrap" / "dist" / "css"),
    ("vendor/sans", NODE_MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"),
    ("vendor/serif", NODE_MODULES / "@fontsource-variable" / "literata"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "aftercare.core.storage.StaticFiles"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"  # looked up when asked, not listed for each browser

# What people send: in memory only, so that nothing of it stays on a disk (aftercare.core.uploads)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")  # host:port of a virus scanner, where there is one

# Messages to people
env.EMAIL_SCHEMES["mailbox"] = "aftercare.notifications.mailbox.Backend"
EMAIL_CONFIG = env.email("EMAIL_URL", default=f"mailbox:///{VAR_DIR / 'mailbox'}" if DEMO else "smtp://127.0.0.1:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=10.0)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{PRODUCT_NAME} <bericht@houvast.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CHECK_IN_LINK_HOURS = 48
MESSAGE_NOTICE_SECONDS = env.float("MESSAGE_NOTICE_SECONDS", default=5.0 if DEMO else 300.0)  # time to read it first
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", default=120.0)  # after this a sender counts as lost
OUTBOX_BACKOFF_SECONDS = env.list("OUTBOX_BACKOFF_SECONDS", cast=float, default=[60, 300, 900, 3600])
OUTBOX_BEHIND_SECONDS = env.float("OUTBOX_BEHIND_SECONDS", default=600.0)  # after this delivery counts as behind
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # what machines that watch delivery must give; without one no figures
VAPID_PRIVATE_KEY = env("VAPID_PRIVATE_KEY", default="")  # 32 bytes, base64url; without one there is no web push
PUSH_CONTACT = env("PUSH_CONTACT", default="bericht@houvast.example")
PUSH_SERVICES = env.list(  # where browsers take messages from; a dot in front stands for any name before it
    "PUSH_SERVICES",
    default=["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com", ".notify.windows.com"],
)
SMS_PROVIDER = env("SMS_PROVIDER", default="file" if DEMO else "")  # console | file | http; without one no texts
SMS_URL, SMS_KEY = env("SMS_URL", default=""), env("SMS_KEY", default="")  # of http: where to, and what signs
SMS_SENDER = env("SMS_SENDER", default=PRODUCT_NAME)
SMS_COUNTRY = env("SMS_COUNTRY", default="31")  # of numbers without one
SMS_TIMEOUT = env.float("SMS_TIMEOUT", default=10.0)
SMS_FILE_PATH = str(VAR_DIR / "mailbox")
if SMS_PROVIDER == "http" and not (SMS_URL and SMS_KEY):
    raise ImproperlyConfigured("SMS_PROVIDER=http needs SMS_URL and SMS_KEY.")
MESSAGES_PER_DAY = env.int("MESSAGES_PER_DAY", default=20 if DEMO else 6)  # to one person, over all channels
QUIET_HOURS = env.list(
    "QUIET_HOURS", default=["00:00", "00:00"] if DEMO else ["22:00", "08:00"]
)  # demos run at night too

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"aftercare.audit": {"level": "INFO"}},  # each new seal of the access log
}
