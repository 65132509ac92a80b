"""What a name and a business identity code may look like."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

one_line = RegexValidator(
    r"[\x00-\x1f\x7f\u2028\u2029]",
    gettext_lazy("Kirjoita nimi yhdelle riville ilman ohjausmerkkejä."),
    code="control_character",
    inverse_match=True,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
MODULUS = 11
DASHES = str.maketrans("‐‑–—−", "-----")


def normal_business_id(text: str) -> str:
    """Return a business identity code as the register writes it, so far as `text` is like one.

    Spaces go, dashes become hyphens, and an old code of six digits gets its leading zero.
    """
    code = "".join(text.split()).translate(DASHES)
    return f"0{code}" if re.fullmatch(r"[0-9]{6}-[0-9]", code) else code


def validate_business_id(code: str) -> None:
    """Raise ValidationError unless `code` is a Finnish business identity code (Y-tunnus).

    Seven digits, a hyphen and a check digit: the digits weighted with 7, 9, 10, 5, 8, 4 and 2 are
    added up and divided by 11; the check digit is 0 when the remainder is 0, else 11 less the
    remainder. A remainder of 1 would need two digits, so such codes are not given out. Source:
    Business Information System of the Tax Administration and the Patent and Registration Office
    (Business Information Act 244/2001), rule for the check mark of the Y-tunnus.
    """
    if not re.fullmatch(r"[0-9]{7}-[0-9]", code):
        raise ValidationError(
            _("Kirjoita Y-tunnus muodossa 1234567-8: seitsemän numeroa, väliviiva ja yksi numero."),
            code="business_id_form",
        )
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, code[:7], strict=True))
    if (total + int(code[-1])) % MODULUS:
        raise ValidationError(
            _("Y-tunnuksen tarkistusnumero ei täsmää. Tarkista, ettei numeroissa ole virhettä."),
            code="business_id_check",
        )
