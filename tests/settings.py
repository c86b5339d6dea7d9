"""The settings, for tests: a data folder of each run's own, and nothing slow.

Everything else is as in the settings people run, so that tests meet the same site.
"""

import os
import secrets
import tempfile
from pathlib import Path

os.environ.update(
    RADCAREERS_DATA=str(Path(tempfile.gettempdir()) / f"radcareers-tests-{os.getpid()}"),
    RADCAREERS_SECRET_KEY=secrets.token_urlsafe(64),
    RADCAREERS_LOCAL="1",
)
for name in (
    "RADCAREERS_DEBUG",
    "RADCAREERS_ORIGIN",
    "RADCAREERS_PROXIES",
    "EMAIL_URL",
    "CACHE_URL",
):
    os.environ.pop(name, None)

from radcareers.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["NAME"] = ":memory:"  # only ever the test database is on disk  # noqa: F405
# Unhashed names: a test needs no collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
