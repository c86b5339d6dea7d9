"""The top of the URL tree."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from radcareers import health

# The admin has no sign-in of its own: the site's has the limits and the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("pathways.urls")),
]
