"""Secret addresses of plans."""

import datetime as dt
import hashlib
import secrets
import uuid
from typing import ClassVar

from django.db import models

from pathways.models.plans import Plan


def new_nonce() -> str:
    """The random part of a token: 256 bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database holds of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Links by whether they open."""

    def live(self, now: dt.datetime) -> "ShareLinkQuerySet":
        """Links that open: not revoked, not expired, of a plan that is not deleted."""
        return self.filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=now),
            revoked_at=None,
            plan__deleted_at=None,
        )


class ShareLink(models.Model):
    """A named, revocable, expiring secret address of one plan.

    The token is not kept. It is worked out from the nonce, the id and the site's secret key, so
    its owner can see it again and a stolen database opens nothing; links are found by its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="share_links")
    label = models.CharField(max_length=100, blank=True)
    show_name = models.BooleanField("show my name", default=False)
    show_notes = models.BooleanField("show my notes", default=False)
    show_own_names = models.BooleanField("show what I call my own stages", default=False)
    takes_comments = models.BooleanField("they may comment", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)
    nonce = models.CharField(max_length=43, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    client_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "client_key"], name="share_client_key"),
        ]

    def __str__(self) -> str:
        return self.label or "Unnamed link"

    def is_live(self, now: dt.datetime) -> bool:
        """Whether the link still opens (unless its plan is deleted)."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)
