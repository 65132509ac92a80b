"""What every section of the writing form is made of."""

from typing import Any, ClassVar

from django import forms

from kenno.people.models import User
from kenno.practices.models import Practice


def text_areas(*names: str, rows: int = 4) -> dict[str, forms.Widget]:
    """Return a text area for each of these fields."""
    return {name: forms.Textarea(attrs={"rows": rows}) for name in names}


class SectionForm(forms.ModelForm):
    """A part of the practice's fields, over the newest draft; nothing in it is compulsory.

    `person` is who writes; only some sections ask. `together` names fields that are checked
    against one another: an error in one is an error in all.
    """

    use_required_attribute = False
    together: ClassVar[tuple[str, ...]] = ()

    class Meta:
        model = Practice
        fields: list[str] = []

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def put_on_draft(self) -> None:
        """Put the cleaned values on the draft in memory; nothing is stored yet."""
        self.save(commit=False)
        self.save_m2m()
