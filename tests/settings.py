"""The settings, for tests: a data folder of each run's own, and nothing slow.

Everything else is as in the settings people run, so that tests meet the same site.
"""

import atexit
import os
import secrets
import shutil
import sys
import tempfile

# mypy reads this file, too, and ends without any clearing up: it gets no folder.
_runs = "mypy" not in sys.modules
_data = tempfile.gettempdir()
if _runs:
    _data = tempfile.mkdtemp(prefix="radcareers-tests-")
    atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ.update(
    RADCAREERS_DATA=_data,
    RADCAREERS_SECRET_KEY=secrets.token_urlsafe(64),
    RADCAREERS_LOCAL="1",
)
for _name in ("DEBUG", "ORIGIN", "PROXIES", "SECRET_KEY_FILE", "SECRET_KEY_FALLBACKS"):
    os.environ.pop(f"RADCAREERS_{_name}", None)
for _name in ("CACHE_URL", "EMAIL_URL"):
    os.environ.pop(_name, None)

from radcareers.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Unhashed names: a test needs no collectstatic.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if _runs:
    STATIC_ROOT.mkdir()  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
