"""Settings from the environment: small readers that refuse odd values in one line.

A refusal ends the program before anything is served. It names the variable and never shows its
value, which may be a secret.
"""

import os
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.management.utils import get_random_secret_key

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECRET_LENGTH = len(get_random_secret_key())


class SettingRefused(SystemExit):
    """A setting that we will not start with; the message is the only thing printed."""


def refuse(name: str, why: str) -> NoReturn:
    """End the program with one line about the variable ``name``."""
    raise SettingRefused(f"{name} {why}")


def text(name: str, default: str = "") -> str:
    """The variable without surrounding blanks, or ``default`` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """Whether the variable is ``1`` (on) rather than ``0`` or unset (off)."""
    value = text(name, "0")
    if value not in {"0", "1"}:
        refuse(name, "must be 1 (on) or 0 (off).")
    return value == "1"


def number(name: str, default: int, *, low: int = 0, high: int) -> int:
    """A whole number between ``low`` and ``high``."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        refuse(name, f"must be a whole number from {low} to {high}.")
    return int(value)


def url(name: str, *schemes: str) -> SplitResult | None:
    """The parts of a URL with one of ``schemes``, or None when unset."""
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        valid = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        refuse(name, f"must be a URL that begins with {'://, '.join(schemes)}://.")
    return parts


def secret_key(data: Path) -> str:
    """The secret key: the variable itself, or the file that holds it."""
    name = "RADCAREERS_SECRET_KEY"
    key = text(name)
    path = Path(text("RADCAREERS_SECRET_KEY_FILE", str(data / "secret-key")))
    if not key and path.is_file():
        name, key = "RADCAREERS_SECRET_KEY_FILE", path.read_text(encoding="utf-8").strip()
    if not key:
        refuse(name, f"is not set (nor is there a file {path.name} in the data folder).")
    if len(key) < SECRET_LENGTH or len(set(key)) < 5 or key.startswith("django-insecure-"):
        refuse(name, f"is too weak: it must be at least {SECRET_LENGTH} random characters.")
    return key


def origin(name: str, *, local: bool) -> SplitResult:
    """The address that people see, such as ``https://plans.example.org``."""
    parts = url(name, "http", "https") if local else url(name, "https")
    if parts is None and local:
        return urlsplit("http://localhost:8000")
    if parts is None:
        refuse(name, "is not set: the address that people see, such as https://plans.example.org")
    if parts.path.strip("/") or parts.query or parts.username or "*" in parts.netloc:
        refuse(name, "must be a scheme and a host only, such as https://plans.example.org")
    if local and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        refuse(name, "must be on this machine (localhost) while RADCAREERS_LOCAL is 1.")
    return parts


def database(name: str, data: Path) -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL that a ``postgres://`` URL names."""
    parts = url(name, "postgres", "postgresql")
    return _postgresql(name, parts) if parts else _sqlite(data)


def _sqlite(data: Path) -> dict[str, Any]:
    # IMMEDIATE: a reader that turns writer inside a transaction is refused at once, whatever the
    # timeout, so every transaction asks for the write lock first. FULL: an acknowledged write
    # survives a power cut.
    pragmas = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "db.sqlite3",
        # Kept open: the last connection to close copies the journal into the database, and waits
        # for the disk.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
        "TEST": {"NAME": data / "test.sqlite3"},
    }


def _postgresql(name: str, parts: SplitResult) -> dict[str, Any]:
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name or "/" in database_name:
        refuse(name, "must end with the name of a database: postgres://user:password@host/name")
    options = dict(parse_qsl(parts.query))
    if unknown := options.keys() - {"sslmode", "sslrootcert"}:
        refuse(name, f"has an option that is not known: {sorted(unknown)[0]!r}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "connect_timeout": 3,
            "options": "-c statement_timeout=15000 -c lock_timeout=10000"
            " -c idle_in_transaction_session_timeout=30000",
        },
    }


def cache(name: str) -> dict[str, Any]:
    """What all workers share (rate limits count here): a database table, or Redis."""
    if parts := url(name, "redis", "rediss"):
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": parts.geturl(),
        }
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "radcareers_cache",
        # Django's default of 300 would let a flood of new keys push out the counters.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }


def mail(name: str) -> dict[str, Any]:
    """How mail is sent: ``smtp://user:password@host:587``, or ``smtps://`` for TLS throughout."""
    parts = url(name, "smtp", "smtps")
    if parts is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and parts.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 10,
    }
