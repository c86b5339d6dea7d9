"""``{% bundle "css/site.css" %}`` links a bundle, or its parts where nothing is joined."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from radcareers.bundles import BUNDLES

LINKS = {
    "css": '<link rel="stylesheet" href="{}">',
    "js": '<script src="{}" defer></script>',
}

register = template.Library()


@register.simple_tag
def bundle(name: str) -> SafeString:
    """The elements that load a style sheet or a script, which does not hold the page up."""
    files = (name,) if getattr(staticfiles_storage, "joins", False) else BUNDLES[name]
    return format_html_join("\n", LINKS[name.rpartition(".")[2]], ((static(one),) for one in files))
