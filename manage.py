#!/usr/bin/env python
"""Run an administrative command; ``python manage.py help`` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django."""
    os.umask(0o077)  # what we create holds people's plans: for the owner's eyes only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "radcareers.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
