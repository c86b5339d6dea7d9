"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # the database and its side files are for the owner's eyes only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "radcareers.settings")

application = get_wsgi_application()
