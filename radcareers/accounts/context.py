"""What the account pages' templates may ask."""

from django.conf import settings
from django.http import HttpRequest


def mail(request: HttpRequest) -> dict[str, bool]:
    """Whether this site can send mail; where it cannot, sign-up says so."""
    return {"mail_works": settings.MAIL_WORKS}
