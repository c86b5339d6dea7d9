"""The WSGI application that gunicorn serves."""

import os
import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # the database and its side files are for the owner's eyes only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "radcareers.settings")

_django = get_wsgi_application()
_BOUNDARY = re.compile(r""";\s*boundary=(["]?)([\w'()+,./:=? -]{1,70})\1\s*(?:;|$)""", re.A | re.I)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Serve a request, after taking out what Django trips over.

    Its text is UTF-8 whatever charset it names, and our cookies have no escapes in them (one of
    them could be a NUL, which PostgreSQL refuses).
    """
    environ["CONTENT_TYPE"] = plain_content_type(environ.get("CONTENT_TYPE", ""))
    if "\\" in environ.get("HTTP_COOKIE", ""):
        environ["HTTP_COOKIE"] = environ["HTTP_COOKIE"].replace("\\", "")
    return _django(environ, start_response)


def plain_content_type(text: str) -> str:
    """A content type with nothing but the boundary of a form that needs one."""
    kind = text.partition(";")[0].strip().lower()
    boundary = _BOUNDARY.search(text) if kind == "multipart/form-data" else None
    return f'{kind}; boundary="{boundary[2]}"' if boundary else kind
