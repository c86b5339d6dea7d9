"""Writes the catalogue rows out as packs of text."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pathways.bridge import pack_documents
from pathways.packs.texts import FILE_NAME, pack_texts


class Command(BaseCommand):
    """Write packs; the same rows always give the same bytes."""

    help = "Write every pack as text into a folder of its own below DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every pack; refused where files of others would end up in it."""
        for key, document in pack_documents().items():
            folder: Path = options["folder"] / key
            folder.mkdir(parents=True, exist_ok=True)
            texts = pack_texts(document)
            standing = {file.name: file for file in folder.glob("*.yaml")}
            if strange := sorted(name for name in standing if not FILE_NAME.match(name)):
                raise CommandError(
                    f"{key} holds files that dump_packs does not write ({', '.join(strange)}); "
                    "name another folder, or it would hold everything twice."
                )
            for name, text in texts.items():
                (folder / name).write_text(text, "utf-8")
            for name in standing.keys() - texts.keys():
                standing[name].unlink()
            self.stdout.write(f"{key}: {len(texts)} files.")
