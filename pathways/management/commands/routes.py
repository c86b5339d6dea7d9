"""manage.py routes --to KEY [--at STAGE:DATE]… [--done KEY[:DATE]]… [--today DATE] [--json]"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pathways.bridge import current_edition
from pathways.exports.documents import routes_document
from pathways.exports.text import routes_text
from pathways.management.days import day
from pathways.planning.catalogue.naming import NameProblem, read_current, read_past
from pathways.planning.plans import Situation
from pathways.planning.routes import find_routes


class Command(BaseCommand):
    help = "Every route to a destination, with its dates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", required=True, metavar="KEY", help="destination, e.g. neuroradiology"
        )
        parser.add_argument(
            "--at",
            action="append",
            default=[],
            metavar="STAGE:DATE",
            help="where you are and since when: md:2024-08-01, MS2:2025-08, R3:2026-07",
        )
        parser.add_argument(
            "--done",
            action="append",
            default=[],
            metavar="KEY:DATE",
            help="what is behind you and when it ended: ecfmg:2028-02-01, pgy1:2024-06-30",
        )
        parser.add_argument("--today", type=day, metavar="DATE", help="default: today")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = current_edition()
        destination = edition.find_destination(options["to"])
        if destination is None:
            known = ", ".join(sorted(edition.destinations))
            raise CommandError(f"There is no destination “{options['to']}”. Known are: {known}.")
        country = destination.jurisdiction
        today = options["today"] or timezone.now().date()
        try:
            situation = Situation(
                as_of=today,
                at=tuple(read_current(edition, text, country) for text in options["at"]),
                done=tuple(read_past(edition, text, country) for text in options["done"]),
            )
        except NameProblem as problem:
            raise CommandError(str(problem)) from problem
        routes = find_routes(edition, situation, destination, today)
        if options["json"]:
            self.stdout.write(
                json.dumps(routes_document(edition, routes), indent=1, ensure_ascii=False)
            )
        else:
            self.stdout.write(routes_text(routes))
        if not routes.found:
            raise CommandError("No route leads there from what you told.")
