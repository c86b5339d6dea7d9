"""The admin as a site: who may enter, and how."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator


class Site(admin.AdminSite):
    """Entered through the site's own sign-in, which has the limits, and with a second factor."""

    site_header = "RadCareers: pathway data"
    site_title = "RadCareers"
    index_title = "Pathway data"

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff, with a second factor where that is demanded."""
        return super().has_permission(request) and not self._lacks_factor(request)

    @method_decorator(secure_admin_login)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Staff who are signed in and still sent here have no second factor yet."""
        if self._lacks_factor(request):
            messages.info(request, "The admin needs a second factor. Set one up first.")
            return redirect("mfa_index")
        return redirect("admin:index")

    def _lacks_factor(self, request: HttpRequest) -> bool:
        return bool(settings.STAFF_NEED_FACTOR) and not is_mfa_enabled(request.user)
