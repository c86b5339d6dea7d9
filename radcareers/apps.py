from django.contrib.admin.apps import AdminConfig


class AdminSiteConfig(AdminConfig):
    """The admin app, with our site for the default one."""

    default_site = "radcareers.admin.Site"
