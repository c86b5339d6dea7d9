"""Files of a plan: calendar, table, picture, and the plan document itself."""

import datetime as dt
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pathways.drawing import draw
from pathways.exports.documents import timeline_document
from pathways.exports.ics import timeline_ics
from pathways.exports.table import timeline_csv
from pathways.planning.plan_documents import write_plan
from pathways.presenters.first_steps import VIEW
from pathways.presenters.pictures import present_file_picture
from pathways.presenters.planner import date_style
from pathways.views.desks import Desk, on_draft, on_plan, today
from pathways.views.first_steps import tick

_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
}


@require_safe
def file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """The plan as a file to keep; 404 for a form we do not have. A calendar has stages in it only
    with ``?stages=1``."""
    if form not in _TYPES:
        raise Http404("There is no such form.")
    stages = request.GET.get("stages") == "1"
    response = HttpResponse(_content(desk, form, stages=stages), content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="radcareers-plan.{form}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return tick(request, response, VIEW) if form == "ics" else response


def _content(desk: Desk, form: str, *, stages: bool) -> bytes | str:
    timeline = desk.timeline()
    if form == "json":
        document = {
            "plan": write_plan(desk.plan),
            "timeline": timeline_document(desk.edition, timeline),
        }
        return json.dumps(document, ensure_ascii=False, indent=1)
    if form == "csv":
        return timeline_csv(timeline)
    name = desk.plan.title or "Training timeline"
    if form == "ics":
        changed = desk.row.updated_at if desk.row else dt.datetime.now(dt.UTC)
        return timeline_ics(
            timeline, name=name, identity=desk.identity, stamp=changed, stages=stages
        )
    style = date_style(desk.edition, desk.plan.destination)
    view = present_file_picture(timeline, title=name, today=today(), style=style)
    return draw(view.picture, view.words, standalone=True)


draft_file, plan_file = on_draft(file), on_plan(file)
