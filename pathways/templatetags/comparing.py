"""Draws what stands beside each other: ``{% strip view %}``, ``{% axis view %}`` and the phases."""

from django import template
from django.utils.safestring import SafeString

from pathways import comparing
from pathways.presenters.phases import PhaseBar, PhasePart
from pathways.presenters.strips import AxisView, StripView

register = template.Library()


@register.simple_tag
def strip(view: StripView) -> SafeString:
    """A small picture with its marks."""
    return comparing.draw_strip(view.contrast, view.words, name=view.name)


@register.simple_tag
def axis(view: AxisView) -> SafeString:
    """The years above the strips."""
    return comparing.draw_axis(view.picture)


@register.simple_tag
def phase_bar(view: PhaseBar) -> SafeString:
    """The months of one plan as a bar."""
    return comparing.draw_phases(view.segments, width=view.width, name=view.name)


@register.simple_tag
def phase_swatch(part: PhasePart) -> SafeString:
    """What a phase looks like in the bars."""
    return comparing.draw_swatch(part.key, name=part.name)


@register.simple_tag
def sign(name: str) -> SafeString:
    """A mark of the strips by itself."""
    return comparing.draw_sign(name)
