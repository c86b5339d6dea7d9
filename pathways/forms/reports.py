"""Saying that a page is wrong."""

from django import forms

from pathways.forms.fields import one_direction


class ReportForm(forms.Form):
    """What is wrong, where it is right, and where we may ask back."""

    text = forms.CharField(
        max_length=2000,
        validators=[one_direction],
        error_messages={
            "required": "Say what is wrong, in a sentence or two.",
            "max_length": "This is too long: at most 2,000 characters.",
        },
    )
    source_url = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a whole web address, like https://www.theabr.org/."},
    )
    email = forms.EmailField(
        required=False,
        error_messages={"invalid": "Enter an e-mail address like name@example.org, or none."},
    )
    key = forms.UUIDField(required=False)
