"""How allauth's flows meet our people."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Addresses are one address whatever their case."""

    def clean_email(self, email: str) -> str:
        """The address as we keep it."""
        return str(super().clean_email(email)).strip().lower()
