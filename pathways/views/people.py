"""What the site keeps about a person: to take away, and to delete."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pathways import access
from pathways.belongings import belongings_of
from pathways.forms import FarewellForm
from pathways.operations.people import delete_person


@require_safe
def belongings(request: HttpRequest) -> HttpResponse:
    """The page that says what is kept."""
    return _page(request, FarewellForm(owner=access.person(request).email))


@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]
def belongings_file(request: HttpRequest) -> HttpResponse:
    """All of it as one file."""
    answer = JsonResponse(belongings_of(access.person(request)), json_dumps_params={"indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="radcareers.json"'
    return answer


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def farewell(request: HttpRequest) -> HttpResponse:
    """Delete the account and everything in it."""
    user = access.person(request)
    form = FarewellForm(request.POST, owner=user.email)
    if not form.is_valid():
        return _page(request, form, status=422)
    delete_person(user=user)
    logout(request)
    messages.success(request, "Your account and everything in it is deleted.")
    answer = redirect("pathways:home")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _page(request: HttpRequest, form: FarewellForm, status: int = 200) -> HttpResponse:
    return render(request, "belongings.html", {"farewell": {"form": form}}, status=status)
