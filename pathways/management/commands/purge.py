"""Delete what nobody needs any more; to be run once a day."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from pathways.operations.pruning import prune_links, prune_plans


class Command(BaseCommand):
    """Plans deleted 30 days ago, links dead for 90, sessions that have ended."""

    help = "Delete for good what was deleted, revoked or ended long enough ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        gone_plans, gone_links = prune_plans(), prune_links()
        call_command("clearsessions")
        self.stdout.write(f"Deleted for good: {gone_plans} plans, {gone_links} links.")
