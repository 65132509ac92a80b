"""One mailbox and one network are known again, however their addresses are written."""

import pytest

from kenno.core.mailboxes import mail_address, mailbox_of, network_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" Etu.Suku@Kunta.FI ", "etu.suku@kunta.fi"),
        ("etu.suku+uutiset@kunta.fi", "etu.suku@kunta.fi"),
        ("etu@ＫUNTA.fi", "etu@kunta.fi"),
        ("etu@kunta。fi", "etu@kunta.fi"),
        ("etu@Älvdal.example", "etu@xn--lvdal-fra.example"),
        ("e.t.u+x@googlemail.com", "etu@gmail.com"),
        ("+x@kunta.fi", "+x@kunta.fi"),
        ("etu@kunta..fi", "etu@kunta..fi"),
        ("ei osoite", "ei osoite"),
        ("", ""),
    ],
)
def test_mailbox_is_the_same_however_it_is_written(written: str, meant: str) -> None:
    assert mailbox_of(written) == meant


def test_mail_address_keeps_the_name_as_it_was_given() -> None:
    assert mail_address("Etu.Suku+x@ＫUNTA.fi") == "etu.suku+x@kunta.fi"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:DB8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
    ],
)
def test_network_is_the_same_for_all_addresses_of_a_customer(address: str, network: str) -> None:
    assert network_of(address) == network
