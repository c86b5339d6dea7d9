"""Taking in what visitors say is wrong."""

import uuid

from django.db import transaction

from pathways.models import Report
from radcareers import logs


@transaction.atomic
def file_report(
    *,
    address: str,
    name: str,
    edition: int,
    text: str,
    source_url: str = "",
    email: str = "",
    key: uuid.UUID | None = None,
) -> Report:
    """Keep a report. Sent twice with the same ``key`` it is kept once."""
    report, is_new = Report.objects.get_or_create(
        pk=key or uuid.uuid4(),
        defaults={
            "address": address,
            "name": name,
            "edition": edition,
            "text": text,
            "source_url": source_url,
            "email": email,
        },
    )
    if is_new:
        logs.note("report filed")
    return report
