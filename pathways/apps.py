from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Pathways"

    def ready(self) -> None:
        """Listen for people signing in."""
        from pathways import receivers  # noqa: F401
