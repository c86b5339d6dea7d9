"""The top of the URL tree."""

from django.contrib import admin
from django.urls import include, path

from radcareers import health, icon
from radcareers.accounts.views import sign_out

handler400 = "radcareers.refusals.bad_request"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", icon.favicon, name="favicon"),
    path("admin/", admin.site.urls),
    path("accounts/logout/", sign_out, name="account_logout"),
    path("accounts/", include("allauth.urls")),
    path("", include("pathways.urls")),
]
