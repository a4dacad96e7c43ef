"""Webhooks lead to the public internet and nowhere else, however the address is written."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.notices.addresses import BadUrlError, as_number, check_url, may_reach

INSIDE = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::10.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:a9fe:a9fe::1",
    "fec0::1",
    "168.63.129.16",
    "::ffff:168.63.129.16",
    "192.0.0.192",
    "192.88.99.1",
    "192.175.48.1",
    "2620:4f:8000::1",
    "3fff::1",
    "5f00::1",
]
OUTSIDE = ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("text", INSIDE)
def test_an_address_that_leads_inside_is_refused(text: str) -> None:
    assert not may_reach(ip_address(text), loopback=False)


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_address_on_the_internet_is_taken(text: str) -> None:
    assert may_reach(ip_address(text), loopback=False)


def test_a_demo_may_reach_its_own_machine_and_nothing_else_inside() -> None:
    assert may_reach(ip_address("127.0.0.1"), loopback=True)
    assert may_reach(ip_address("::1"), loopback=True)
    for text in ("10.0.0.1", "169.254.169.254", "fe80::1"):
        assert not may_reach(ip_address(text), loopback=True)


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_another_is_judged_as_itself(address: object) -> None:
    inside = may_reach(ip_address(str(address)), loopback=False)
    for form in ("::ffff:{}", "64:ff9b::{}"):
        assert may_reach(ip_address(form.format(address)), loopback=False) <= inside


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "ftp://shop.example/hook",
        "//shop.example/hook",
        "https:///hook",
        "https://",
        "https://user@shop.example/",
        "https://user:pass@shop.example/",
        "https://shop.example/#part",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example:x/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://10.0.0.1/",
        "https://[fe80::1%25eth0]/",
        "https://shop.example/a b",
        "https://shop.example/\n",
        "https://магазин.example/",
        "https://[bad/",
        "https://shop.example/" + "a" * 500,
    ],
)
def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(BadUrlError):
        check_url(url, loopback=False)


def test_a_usable_url_is_taken_apart() -> None:
    parts = check_url("https://shop.example:8443/hook?x=1", loopback=False)
    assert (parts.hostname, parts.port, parts.path) == ("shop.example", 8443, "/hook")
    assert check_url("http://127.0.0.1:9/hook", loopback=True).port == 9


def test_only_the_usual_form_of_a_number_is_one() -> None:
    assert as_number("2130706433") is None
    assert as_number("0x7f.1") is None
    assert as_number("shop.example") is None
    assert str(as_number("8.8.8.8")) == "8.8.8.8"
