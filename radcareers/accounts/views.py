"""The account pages that are our own; the others are allauth's."""

from allauth.account.views import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and tell the browser to forget every page it has kept."""
    answer: HttpResponse = logout(request)
    if request.method == "POST":
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
