"""The icon, for programs that ask for it at its old address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon that the pages name."""
    answer = redirect(static("favicon.svg"))
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
