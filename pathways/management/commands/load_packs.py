"""Loads packs of catalogue text into the rows that the admin edits."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pathways.bridge import catalogue_draft, current_number
from pathways.operations.loading import Loaded, load_packs
from pathways.operations.publishing import PublishRefused, is_published, publish
from pathways.packs.folders import PackError


class Command(BaseCommand):
    """Load packs; doing it again changes nothing."""

    help = "Load packs of catalogue text; without folders, all that come with the site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Folders, and what to do about edits."""
        parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
        parser.add_argument(
            "--publish", action="store_true", help="publish what was loaded as a new edition"
        )
        edited = parser.add_mutually_exclusive_group()
        edited.add_argument(
            "--replace", action="store_true", help="discard edits made in the admin since"
        )
        edited.add_argument(
            "--keep-edited", action="store_true", help="skip packs that were edited in the admin"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and publish where that is asked for; all or nothing."""
        folders = options["folders"] or _own_folders()
        with transaction.atomic():
            had_drafts = bool(current_number()) and not is_published(catalogue_draft())
            try:
                loaded = load_packs(
                    folders, replace=options["replace"], keep_edited=options["keep_edited"]
                )
            except PackError as error:
                raise CommandError("\n".join(error.sentences)) from error
            self._tell(loaded, options["verbosity"])
            if options["publish"]:
                self._publish(loaded, had_drafts)

    def _tell(self, loaded: Loaded, verbosity: int) -> None:
        for key in loaded.loaded:
            self.stdout.write(f"{key}: loaded.")
        for key in loaded.kept:
            self.stdout.write(f"{key}: kept as edited in the admin; its text has changed, too.")
        for key in loaded.unchanged if verbosity > 1 else ():
            self.stdout.write(f"{key}: unchanged.")

    def _publish(self, loaded: Loaded, had_drafts: bool) -> None:
        """Publish what was loaded. Drafts of coordinators are theirs to publish."""
        if had_drafts:
            self.stdout.write("There are drafts in the admin: check and publish them there.")
        elif not is_published(catalogue_draft()):
            keys = ", ".join((*loaded.loaded, *loaded.unchanged))
            try:
                edition = publish(user=None, note=f"Loaded from text: {keys}.")
            except PublishRefused as error:
                raise CommandError("\n".join(map(str, error.problems))) from error
            self.stdout.write(f"Published edition {edition.number}.")


def _own_folders() -> list[Path]:
    data = Path(apps.get_app_config("pathways").path) / "data"
    return sorted({file.parent for file in data.glob("*/*.yaml")})
