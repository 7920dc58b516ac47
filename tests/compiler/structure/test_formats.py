"""Formats of texts, one row a spelling."""

from __future__ import annotations

import pytest
from callplan.compiler.structure.formats import FORMATS, fits

FITS = {
    "e164": ["+15551234567", "+4930123456", "+12", "{{ customer.number }}", "${desk}", "+1xxxxxxxxxx"],
    "url": [
        "https://example.com",
        "http://localhost:3000/a b",
        "wss://user:pw@example.com:443/x?y#z",
        "HTTPS://EXAMPLE.COM",
        "https://[2001:db8::1]/",
        "https://bücher.example",
        "{{ base }}/x",
        "${host}/x",
        "secrets://a/b",
        "https://{{ host }}/x",
    ],
    "sip": ["sip:+15551234567@example.com", "sips:desk", "sip:a@b;transport=tls", "sip:{{ x }}"],
    "id": [
        "123e4567-e89b-42d3-a456-426614174000",
        "123E4567-E89B-42D3-A456-426614174000",
        "{{ id }}",
        "your-id",
        "<id>",
    ],
    "language": ["en", "en-US", "es-419", "zh-Hant-TW", "fil", "haw", "multi", "auto", "de-CH-1996", "{{ language }}"],
    "instant": [
        "2026-01-31",
        "2026-01-31T09:00Z",
        "2026-01-31 09:00:00",
        "2026-01-31T09:00:00.123456789Z",
        "2024-02-29T23:59:59+05:30",
        "2026-01-31T09:00:00-0800",
        "{{ when }}",
    ],
    "regex": ["^a+$", r"(?<year>\d{4})", "(a+)+$", ""],
}
FAILS = {
    "e164": ["", "15551234567", "+1 (555) 123-4567", "0049301234", "+0123456", "+1234567890123456", "desk", "+1555\n"],
    "url": [
        "",
        "example.com",
        "//example.com",
        "http:/example.com",
        "https://",
        "https:///path",
        "ftp://example.com",
        "https://exa mple.com",
        "https://example.com:port",
        " https://example.com",
        "https://example.com\n",
        "javascript:alert(1)",
        "{ base }/x",
    ],
    "sip": ["", "desk", "desk@example.com", "tel:+1555", "sip:", "sip:a b"],
    "id": ["", "main-line", "123e4567e89b42d3a456426614174000", "123e4567-e89b-42d3-a456-42661417400g"],
    "language": ["", "english", "e", "en_US", "en-", "en-USA", "pt-BR-", "12"],
    "instant": [
        "",
        "tomorrow",
        "2026-02-29",
        "2026-13-01",
        "2026-01-31T25:00Z",
        "2026-01-31T09:61Z",
        "31.01.2026",
        "2026-01-31T09:00:00+25:00",
        "2026-1-1",
        "２０２６-01-31",
    ],
    "regex": ["(", "a{2,1}", "[z-a]", "*"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FITS.items() for text in texts])
def test_what_fits(name: str, text: str) -> None:
    assert fits(name, text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FAILS.items() for text in texts])
def test_what_does_not(name: str, text: str) -> None:
    assert not fits(name, text)


def test_every_format_has_rows() -> None:
    assert FORMATS.keys() == FITS.keys() == FAILS.keys()


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_meant_fits(name: str) -> None:
    for text in FAILS[name]:
        meant = FORMATS[name].mended(text)
        assert meant is None or fits(name, meant)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("url", "example.com/hooks", "https://example.com/hooks"),
        ("url", "not a url", None),
        ("url", "localhost", None),
        ("e164", "+1 (555) 123-4567", "+15551234567"),
        ("e164", "0049 30 1234/56", "+4930123456"),
        ("e164", "5551234567", None),
        ("language", "English", "en"),
        ("language", "en_US", "en-US"),
        ("language", "Klingon", None),
    ],
)
def test_what_was_meant(name: str, text: str, meant: str | None) -> None:
    assert FORMATS[name].mended(text) == meant
