"""Everything between installing and serving, in one go."""

import secrets
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

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

    @transaction.atomic
    def _make_administrator(self) -> None:
        host = "localhost" if settings.LOCAL else settings.ORIGIN.hostname
        email, password = f"admin@{host}", secrets.token_urlsafe(12)
        user = User.objects.create_superuser(email, password)
        # Nobody may ever read mail there, so nothing waits for a confirmation.
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
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
