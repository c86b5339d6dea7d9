from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "radcareers.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Listen to what happens to accounts."""
        from radcareers.accounts import receivers  # noqa: F401
