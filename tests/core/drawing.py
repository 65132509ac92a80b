import re

from django.template import Context, Template


def squeezed(html: str) -> str:
    """Return the HTML without the blanks round tags, which the layout of templates decides."""
    return re.sub(r"\s*(<[^>]*>)\s*", lambda tag: " ".join(tag[1].split()), html).strip()


def draw(source: str, **context: object) -> str:
    """Return the template drawn with this context, squeezed."""
    return squeezed(Template(source).render(Context(context)))
