"""“This is wrong”: saying so, about a page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pathways.explore.things import Thing
from pathways.forms import ReportForm, problems_of
from pathways.operations.reports import file_report
from pathways.views.explore import current_things
from pathways.views.posting import posted_key
from radcareers.throttle import count, refuse_above

REPORTS_A_MINUTE = 5


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, and taking it in. ``?about=exams:core`` says which page."""
    things = current_things()
    kind, _, key = request.GET.get("about", "").partition(":")
    about = things.by_place.get((kind, key))
    if about is None:
        raise Http404
    email = getattr(request.user, "email", "")
    if request.method != "POST":
        return _ask(request, about, {"email": email}, {})
    form = ReportForm(request.POST)
    if not form.is_valid():
        typed = {name: request.POST.get(name, "") for name in ("text", "source_url", "email")}
        return _ask(request, about, typed, dict(problems_of(form)), status=422)
    refuse_above(request, what="report", a_minute=REPORTS_A_MINUTE)
    count(request, what="report")
    file_report(
        address=about.address,
        name=about.name,
        edition=things.edition.number,
        text=form.cleaned_data["text"],
        source_url=form.cleaned_data["source_url"],
        email=form.cleaned_data["email"],
        key=posted_key(request),
    )
    messages.success(request, "Thank you. A coordinator will look at it.")
    return redirect(about.address)


def _ask(
    request: HttpRequest,
    about: Thing,
    values: dict[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    context = {
        "about": about,
        "values": values,
        "problems": problems,
        "key": posted_key(request) or uuid.uuid4(),
        "section": "explore",
    }
    return render(request, "explore/report.html", context, status=status)
