"""Starting: production is the default, and what is unsafe is refused in one line."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.process

SECRET = secrets.token_urlsafe(64)
PRODUCTION = {"RADCAREERS_SECRET_KEY": SECRET, "RADCAREERS_ORIGIN": "https://plans.example.org"}
ASK = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def manage(
    tmp_path: Path, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run a command under the settings people run, with that environment alone."""
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONWARNINGS": "error",
            "RADCAREERS_DATA": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_settings_pass_every_deployment_check(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


REFUSED: list[tuple[str, dict[str, str]]] = [
    ("RADCAREERS_SECRET_KEY", {"RADCAREERS_SECRET_KEY": ""}),
    ("RADCAREERS_SECRET_KEY", {"RADCAREERS_SECRET_KEY": "short-and-sweet"}),
    ("RADCAREERS_SECRET_KEY", {"RADCAREERS_SECRET_KEY": "a" * 64}),
    ("RADCAREERS_SECRET_KEY", {"RADCAREERS_SECRET_KEY": f"django-insecure-{SECRET}"}),
    ("RADCAREERS_DEBUG", {"RADCAREERS_DEBUG": "1"}),
    ("RADCAREERS_DEBUG", {"RADCAREERS_DEBUG": "yes-please"}),
    ("RADCAREERS_LOCAL", {"RADCAREERS_LOCAL": "true"}),
    ("RADCAREERS_ORIGIN", {"RADCAREERS_ORIGIN": ""}),
    ("RADCAREERS_ORIGIN", {"RADCAREERS_ORIGIN": "http://plans.example.org"}),
    ("RADCAREERS_ORIGIN", {"RADCAREERS_ORIGIN": "https://*"}),
    ("RADCAREERS_ORIGIN", {"RADCAREERS_ORIGIN": "https://plans.example.org/site"}),
    ("RADCAREERS_ORIGIN", {"RADCAREERS_ORIGIN": "https://plans.example.org:port"}),
    ("RADCAREERS_ORIGIN", {"RADCAREERS_ORIGIN": "http://example.org", "RADCAREERS_LOCAL": "1"}),
    ("RADCAREERS_PROXIES", {"RADCAREERS_PROXIES": "-1"}),
    ("RADCAREERS_PROXIES", {"RADCAREERS_PROXIES": "eleventy"}),
    ("DATABASE_URL", {"DATABASE_URL": "mysql://secretive@db/name"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgres://secretive@db"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgres://secretive@db/name?oddity=1"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgres://secretive@[db/name"}),
    ("CACHE_URL", {"CACHE_URL": "memcached://secretive"}),
    ("EMAIL_URL", {"EMAIL_URL": "mail.example.org"}),
]


@pytest.mark.parametrize(("name", "environment"), REFUSED)
def test_what_is_unsafe_is_refused_in_one_line(
    tmp_path: Path, name: str, environment: dict[str, str]
) -> None:
    done = manage(tmp_path, "check", **PRODUCTION | environment)
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(rf"{name}\b.*\n", done.stderr)
    assert "secretive" not in done.stderr
    assert SECRET not in done.stderr


def test_the_server_refuses_before_its_port_opens(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "gunicorn", "radcareers.wsgi"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "RADCAREERS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("RADCAREERS_SECRET_KEY is not set")
    assert "Listening" not in done.stderr


def ask(tmp_path: Path, *names: str, **environment: str) -> str:
    """What the settings of that environment are."""
    done = manage(tmp_path, "shell", "--no-imports", "-c", ASK % (names,), **environment)
    assert done.stderr == ""
    return done.stdout


def test_cookies_are_bound_to_host_and_https_in_production(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "ALLOWED_HOSTS")
    assert ask(tmp_path, *names, **PRODUCTION).strip() == (
        '{"SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": true,'
        ' "CSRF_COOKIE_NAME": "__Host-csrf", "ALLOWED_HOSTS": ["plans.example.org"]}'
    )


def test_the_secret_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text(f"{SECRET}\n")
    environment = {**PRODUCTION, "RADCAREERS_SECRET_KEY": ""}
    assert SECRET in ask(tmp_path, "SECRET_KEY", **environment)


def test_mail_makes_verification_mandatory(tmp_path: Path) -> None:
    names = ("ACCOUNT_EMAIL_VERIFICATION", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD")
    mail = {"EMAIL_URL": "smtp://site:p%40ss@mail.example.org"}
    assert ask(tmp_path, *names, **PRODUCTION, **mail).strip() == (
        '{"ACCOUNT_EMAIL_VERIFICATION": "mandatory", "EMAIL_HOST": "mail.example.org",'
        ' "EMAIL_PORT": 587, "EMAIL_HOST_PASSWORD": "p@ss"}'
    )
    assert '"none"' in ask(tmp_path, "ACCOUNT_EMAIL_VERIFICATION", **PRODUCTION)


def test_every_variable_is_documented() -> None:
    source = (
        "".join(path.read_text() for path in (settings.BASE_DIR / "radcareers").glob("*.py"))
        + (settings.BASE_DIR / "gunicorn.conf.py").read_text()
    )
    names = set(re.findall(r'"((?:RADCAREERS_\w+|\w+_URL|PORT|WEB_CONCURRENCY))"', source))
    names -= {"STATIC_URL"}
    documented = set(
        re.findall(r"^\| `(\w+)`", (settings.BASE_DIR / "docs/settings.md").read_text(), re.M)
    )
    assert names == documented


@pytest.mark.django_db
@pytest.mark.integrity
def test_the_database_keeps_what_it_acknowledges() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
            cursor.execute(
                "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
            )
            assert cursor.fetchone() == ("15s", "10s")
            return
        kept = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {pragma}")
            kept[pragma] = cursor.fetchone()[0]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert kept == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
    }
