from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "radcareers.accounts"
    label = "accounts"
    verbose_name = "People"
