"""Which requests the cache may answer, and what tells two pages apart."""

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from giaoban.interfaces.gate import keys
from giaoban.interfaces.gate.countable import Headers
from giaoban.interfaces.gate.keys import MOST_PORTS, PARAMETERS, Key, key_of

HOST = {b"host": b"localhost"}


def key(address: str = "/", query: bytes = b"", **headers: bytes) -> Key | None:
    """Return the key of a request for this host."""
    found: Headers = HOST | {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return key_of("http", address, query, found)


def test_language_and_display_tell_pages_apart_and_other_cookies_do_not() -> None:
    plain = key()
    assert plain is not None
    assert plain[-2:] == ("vi", "medium.normal.auto")
    assert key(cookie=b"visitor=17; csrftoken=abc; _ga=GA1.2.3") == plain
    assert key(cookie=b"giaoban_ngon_ngu=fr; giaoban_hien_thi=huge.x") == plain
    english = key(cookie=b'visitor=1; giaoban_ngon_ngu="en"; giaoban_hien_thi=large.high.dark')
    assert english is not None
    assert english[-2:] == ("en", "large.high.dark")


@pytest.mark.parametrize("headers", [
    {"cookie": b"visitor=1; sessionid=abc"}, {"cookie": b"messages=abc"}, {"hx_request": b"true"},
    {"authorization": b"Basic x"}, {"host": b"evil.example"}, {"host": b""},
])  # fmt: skip
def test_a_reader_who_is_somebody_or_asks_elsewhere_is_not_answered_from_the_cache(headers: dict[str, bytes]) -> None:
    assert key("/", b"", **headers) is None


@pytest.mark.parametrize("path", ["/lam-viec/", "/cms/pages/1/", "/dang-nhap/", "/static/ui/base.css", "/healthz"])
def test_other_doors_are_not_the_caches(path: str) -> None:
    assert key(path) is None


def test_parameters_are_put_in_order_tracking_is_dropped_and_the_unknown_is_not_kept() -> None:
    assert key(query=b"loai=tin&trang=2") == key(query=b"fbclid=x&trang=2&utm_source=zalo&loai=tin")
    assert key(query=b"utm_source=zalo") == key()
    strange = [b"n=1", b"trang=2&trang=3", b"trang=x", b"trang=12345", b"%ff=1", b"the=" + b"x" * 600, b"size=large"]
    for query in strange:
        assert key(query=query) is None


def test_a_port_is_kept_where_addresses_are_said_as_asked_for_and_no_thousand_of_them(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    keys._ports.clear()
    keys.allowed_host.cache_clear()
    keys._key.cache_clear()
    hosts = [found.host for port in range(8000, 9000) if (found := key(host=b"LOCALHOST:%d" % port))]
    assert len(hosts) == 1000
    assert hosts[0] == "localhost:8000"
    assert len(set(hosts)) == MOST_PORTS + 1
    assert hosts[-1] == "localhost"
    settings.BASE_URL = "https://giaoban.vn"
    keys.allowed_host.cache_clear()
    keys._key.cache_clear()
    said = key(host=b"localhost:8000")
    assert said is not None
    assert said.host == "localhost"
    keys._ports.clear()


def test_a_chosen_map_and_a_chosen_range_are_kept() -> None:
    asked = b"chi-tieu=YT-06&ky=2020-H1&cach=ke-hoach&ngay=2020-07-13"
    assert key("/ban-do/", asked) == key("/ban-do/", b"&".join(reversed(asked.split(b"&"))))
    assert key("/thong-ke/", b"khoang=tu-chon&tu=2020-07-01&den=2020-07-13") is not None
    assert key("/ban-do/", b"ngay=hom-qua") is None


def test_every_form_of_a_public_page_asks_with_parameters_that_are_kept() -> None:
    """Free text (q, co-quan) is known and kept nowhere; a search's own filters are not pages to keep."""
    folder = Path(__file__).resolve().parents[3] / "giaoban/interfaces/portal/templates/portal"
    fields = re.compile(r"<(?:input|select)[^>]* name=\"([\w-]+)\"")
    forms = re.compile(r"<form[^>]* method=\"get\".*?</form>", re.DOTALL)
    asked = {
        name
        for file in folder.rglob("*.html")
        if file.parent.name != "search"
        for form in [*forms.findall(file.read_text()), *([file.read_text()] if file.name == "_map_form.html" else [])]
        for name in fields.findall(form)
    }
    assert {"ngay", "khoang", "tuan"} & asked
    assert asked <= set(PARAMETERS)


def test_the_live_figures_are_not_kept_and_the_file_of_statistics_is() -> None:
    assert key("/thong-ke/so-lieu") is None
    assert key("/thong-ke/so-lieu.csv") is not None
