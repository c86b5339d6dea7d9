"""Commenting on a shared plan, and what its owner does with comments."""

import re

from django import forms

from pathways.forms.fields import PlainTextField
from pathways.models.comments import MAX_TEXT, MAX_WRITER

LONG = "This is too long: at most 1,000 characters."


class CommentForm(forms.Form):
    """Who says what. ``key`` tells a repeated request from a new comment."""

    name = PlainTextField(
        max_length=MAX_WRITER,
        error_messages={
            "required": "Say who you are, like “Dr Okafor”.",
            "max_length": f"This is too long: at most {MAX_WRITER} characters.",
        },
    )
    text = PlainTextField(
        max_length=MAX_TEXT,
        error_messages={"required": "Write your comment here.", "max_length": LONG},
    )
    key = forms.UUIDField(required=False)

    def clean_name(self) -> str:
        """The name on one line."""
        return re.sub(r"\s+", " ", str(self.cleaned_data["name"]))


class ReplyForm(forms.Form):
    """The owner's answer; an empty one takes it back."""

    reply = PlainTextField(required=False, max_length=MAX_TEXT, error_messages={"max_length": LONG})


class StateForm(forms.Form):
    """What its owner decides about a comment: others see it, or it is done with."""

    state = forms.ChoiceField(choices=[("shown", "shown"), ("settled", "settled")])
