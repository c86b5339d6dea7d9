"""manage.py timeline PLAN.json [--finish-by DATE] [--today DATE] [--format FORM]"""

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pathways.bridge import current_edition, edition_values
from pathways.drawing import draw
from pathways.exports.documents import backcast_document, timeline_document
from pathways.exports.ics import timeline_ics
from pathways.exports.table import timeline_csv
from pathways.exports.text import backcast_text, timeline_text
from pathways.management.days import day
from pathways.models import Edition as EditionRow
from pathways.planning.backcast import Backcast, backcast
from pathways.planning.catalogue import Edition
from pathways.planning.catalogue.documents import DocumentError
from pathways.planning.plan_documents import read_plan
from pathways.planning.plans import Plan
from pathways.planning.schedule import schedule
from pathways.planning.timeline import Timeline
from pathways.presenters.pictures import present_file_picture
from pathways.presenters.planner import date_style

MOST_BYTES = 2_500_000


class Command(BaseCommand):
    help = "Date a plan document (the same that the site exports) and print its timeline."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", metavar="PLAN.json", help="a file, or - for standard input")
        parser.add_argument("--today", type=day, metavar="DATE", help="default: today")
        parser.add_argument(
            "--finish-by",
            type=day,
            metavar="DATE",
            help="plan backwards: what must happen when, to finish by that day",
        )
        parser.add_argument(
            "--stages", action="store_true", help="with --format ics: put the stages in, too"
        )
        parser.add_argument(
            "--format", choices=("text", "json", "ics", "csv", "svg"), default="text"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = _read(options["plan"])
        edition = _edition(plan)
        today = options["today"] or timezone.now().date()
        form, finish_by = options["format"], options["finish_by"]
        if finish_by is not None:
            text = _render_backwards(form, edition, backcast(edition, plan, finish_by, today))
        else:
            timeline = schedule(edition, plan, today)
            text = (
                _calendar(options["plan"], plan, timeline, today, stages=options["stages"])
                if form == "ics"
                else _render(form, edition, plan, timeline, today)
            )
        self.stdout.write(text, ending="")


def _read(name: str) -> Plan:
    try:
        text = sys.stdin.read(MOST_BYTES + 1) if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read as text: {error}") from error
    if len(text) > MOST_BYTES:
        raise CommandError(f"{name} is larger than {MOST_BYTES} bytes; that is not a plan.")
    try:
        return read_plan(_plan_in(json.loads(text)))
    except DocumentError as error:
        raise CommandError("\n".join(f"{name}: {problem}" for problem in error.problems)) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{name} is not JSON: {error}") from error


def _plan_in(document: Any) -> Any:
    """The plan document: the file itself, or the plan in a file that the site exports."""
    exported = isinstance(document, dict) and {"plan", "timeline"} <= document.keys()
    return document["plan"] if exported else document


def _edition(plan: Plan) -> Edition:
    if not plan.edition:
        return current_edition()
    try:
        return edition_values(plan.edition)
    except EditionRow.DoesNotExist as error:
        raise CommandError(
            f"Edition {plan.edition} is not in this database; set it to 0 for the current one."
        ) from error


def _render_backwards(form: str, edition: Edition, result: Backcast) -> str:
    if form == "json":
        document = backcast_document(edition, result)
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if form == "text":
        return backcast_text(result) + "\n"
    raise CommandError("--finish-by goes with --format text or json.")


def _render(form: str, edition: Edition, plan: Plan, timeline: Timeline, today: dt.date) -> str:
    if form == "json":
        return json.dumps(timeline_document(edition, timeline), indent=1, ensure_ascii=False) + "\n"
    if form == "csv":
        return timeline_csv(timeline)
    if form == "svg":
        style = date_style(edition, plan.destination)
        name = plan.title or "Training timeline"
        view = present_file_picture(timeline, title=name, today=today, style=style)
        return draw(view.picture, view.words, standalone=True)
    return timeline_text(timeline) + "\n"


def _calendar(file: str, plan: Plan, timeline: Timeline, today: dt.date, *, stages: bool) -> str:
    """The plan as a calendar; what tells it from another is the name of its file."""
    identity = re.sub(r"[^A-Za-z0-9]+", "-", Path(file).stem).strip("-") or "plan"
    stamp = dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC)
    name = plan.title or "RadCareers"
    calendar = timeline_ics(timeline, name=name, identity=identity, stamp=stamp, stages=stages)
    return calendar.decode()
