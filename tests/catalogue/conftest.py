"""A coordinator, and rows for them to edit."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from pathways.bridge import replace_pack
from radcareers.accounts.models import User
from tests.catalogue.pages import PARTS
from tests.catalogue.samples import sound


@pytest.fixture
def editor(client: Client) -> User:
    """Somebody who may do everything with the catalogue and nothing else, signed in."""
    user = User.objects.create_user("editor@example.org", is_staff=True)
    names = [
        model._meta.model_name
        for model in admin.site._registry
        if model._meta.app_label == "pathways"
    ]
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="pathways", content_type__model__in=[*names, *PARTS]
        )
    )
    client.force_login(user)
    return user


@pytest.fixture
def rows(editor: User) -> None:
    replace_pack("xx", sound())
