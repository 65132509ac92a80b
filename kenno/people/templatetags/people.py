from django import template

from kenno.core.audit import label_of

register = template.Library()


@register.filter
def action_label(action: str) -> str:
    """Return what an action or a kind of message is called in the reader's language."""
    return label_of(action)
