"""``{% picture view %}`` draws a presented picture."""

from django import template
from django.utils.safestring import SafeString

from pathways.drawing import draw
from pathways.presenters.pictures import PictureView

register = template.Library()


@register.simple_tag
def picture(view: PictureView) -> SafeString:
    """The picture as SVG."""
    return draw(
        view.picture,
        view.words,
        name=view.name,
        link=view.link,
        selected=view.selected,
        handles=view.handles,
    )
