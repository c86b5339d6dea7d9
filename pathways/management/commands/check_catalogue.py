"""Checks the catalogue rows as publishing would."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pathways.bridge import catalogue_draft
from pathways.operations.publishing import problems_of
from pathways.planning.soundness import list_unverified
from pathways.planning.soundness.cautions import warnings_of


class Command(BaseCommand):
    """Say what keeps the catalogue from being published, and what rests on no source."""

    help = "List problems, warnings and unverified figures; fails when there is a problem."

    def handle(self, *args: Any, **options: Any) -> None:
        """List everything, the problems last so that they are not overlooked."""
        draft = catalogue_draft()
        for one in list_unverified(draft.edition):
            self.stdout.write(f"unverified: {one}")
        for one in warnings_of(draft.edition):
            self.stdout.write(f"warning: {one}")
        if problems := problems_of(draft):
            raise CommandError("\n".join(map(str, problems)))
        self.stdout.write("No problems.")
