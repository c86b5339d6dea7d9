"""Everything between installing and serving, in one go."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from radcareers.accounts.models import User


class Command(BaseCommand):
    """Bring the data folder up to date; doing it again changes nothing."""

    help = "Migrate, load the catalogue, collect static files and, once, make an administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step, quietly where there is nothing to say."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_packs", "--publish", "--keep-edited", verbosity=1, stdout=self.stdout)
        if _static_is_stale():
            call_command("collectstatic", "--clear", verbosity=0, interactive=False)
        if not User.objects.filter(is_superuser=True).exists():
            self._make_administrator()

    def _make_administrator(self) -> None:
        email, password = "admin@localhost.localdomain", secrets.token_urlsafe(12)
        User.objects.create_superuser(email, password)
        self.stdout.write(
            "Made an administrator for /admin/. This is shown only now:\n"
            f"    e-mail    {email}\n"
            f"    password  {password}"
        )


def _static_is_stale() -> bool:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.is_file():
        return True
    collected = manifest.stat().st_mtime_ns
    return any(
        Path(storage.path(name)).stat().st_mtime_ns > collected
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    )
