"""What may be a municipality's mail domain."""

import pytest

from kenno.core.exceptions import Refusal
from kenno.people.actions import add_domain
from kenno.people.domains import normal_domain
from kenno.people.models import MunicipalityDomain
from tests.factories.places import MunicipalityFactory


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Alavieska.FI", "alavieska.fi"),
        ("@alavieska.fi", "alavieska.fi"),
        ("kulttuuri@alavieska.fi ", "alavieska.fi"),
        ("alavieska.fi.", "alavieska.fi"),
        ("äänekoski.fi", "xn--nekoski-4waa.fi"),
        ("ei osoite", "ei osoite"),
        ("", ""),
    ],
)
def test_normal_domain_is_as_mail_writes_it(written: str, meant: str) -> None:
    assert normal_domain(written) == meant


@pytest.mark.parametrize(
    "text",
    ["gmail.com", "Hotmail.com", "x@outlook.com", "luukku.com", "mail.yahoo.com", "kolumbus.fi"],
)
def test_add_domain_refuses_what_is_open_to_all(text: str, db: None) -> None:
    with pytest.raises(Refusal, match="kaikille avoin"):
        add_domain(domain=text, municipality=MunicipalityFactory(), by=None)
    assert MunicipalityDomain.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    ["", "fi", "alavieska", "ala vieska.fi", "-a.fi", "a..fi", "a.fi/x", "1.2.3.4", "a" * 300],
)
def test_add_domain_refuses_what_is_none(text: str, db: None) -> None:
    with pytest.raises(Refusal, match="osoitteen loppuosa"):
        add_domain(domain=text, municipality=MunicipalityFactory(), by=None)
