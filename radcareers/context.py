"""What every page's template may ask."""

from django.http import HttpRequest

THEMES = ("light", "dark")


def theme(request: HttpRequest) -> dict[str, str]:
    """The theme that was chosen in this browser; empty: as the system has it.

    ``theme.js`` writes the cookie. Pages that read it are kept by no cache and vary by cookie.
    """
    chosen = request.COOKIES.get("theme", "")
    return {"theme": chosen if chosen in THEMES else ""}
