"""Puts the chains and somebody's plans into a prepared site: python -m tests.bench.filling 10 40

Run with the site's own settings. The chains are added to the shipped catalogue, so that pages read
an edition of the real size. Prints the addresses of the plans.
"""

import json
import os
import sys

import django

from tests.bench.dataset import catalogue, plan

EMAIL = "ada@example.org"
PASSWORD = "a long walk to the reading room"
COPIES = 2


def fill(counts: tuple[int, ...]) -> dict[str, list[str]]:
    """Paths of the planner of each chain: as many plans of the same as there are copies."""
    from django.urls import reverse
    from django.utils import timezone

    from pathways.models import Edition
    from pathways.operations.plans import create_plan
    from pathways.planning.catalogue.reading import merge_documents, read_edition
    from radcareers.accounts.models import User

    newest = Edition.objects.order_by("-number").first()
    assert newest is not None
    document = merge_documents({"shipped": newest.document, "chains": catalogue(counts)})
    read_edition(document)
    edition = Edition.objects.create(number=newest.number + 1, document=document)
    owner = User.objects.create_user(EMAIL, PASSWORD)
    paths: dict[str, list[str]] = {}
    for count in counts:
        written = plan(count, edition=edition.number, today=timezone.now().date())
        plans = [create_plan(owner=owner, document=written) for _ in range(COPIES)]
        paths[str(count)] = [reverse("pathways:plan_page", args=[one.pk]) for one in plans]
    return paths


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "radcareers.settings")
    django.setup()
    print(json.dumps(fill(tuple(map(int, sys.argv[1:])))))
