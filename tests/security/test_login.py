"""Guessing passwords becomes slow, for one account and one address at a time, and headers do not help."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from newsbase.client_address import find_client_address

pytestmark = pytest.mark.django_db
RIGHT = "correct-horse-battery-7"


@pytest.fixture(autouse=True)
def guarded(settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    for name in ("desk", "night"):
        User.objects.create_user(name, password=RIGHT)


def log_in(client: Client, name: str, password: str, path: str = "/accounts/login/", **headers: str) -> int:
    return client.post(path, {"username": name, "password": password}, **headers).status_code  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/"])
def test_after_some_failures_the_right_password_is_refused_too(client: Client, path: str) -> None:
    for _ in range(3):
        log_in(client, "desk", "guess", path)
    assert log_in(client, "desk", RIGHT, path) == 429
    assert "_auth_user_id" not in client.session


def test_other_accounts_and_other_addresses_go_on(client: Client) -> None:
    for _ in range(3):
        log_in(client, "desk", "guess")
    assert log_in(client, "night", RIGHT) == 302
    assert log_in(Client(REMOTE_ADDR="198.51.100.7"), "desk", RIGHT) == 302


def test_a_forged_header_gives_no_new_tries(client: Client) -> None:
    for number in range(3):
        log_in(client, "desk", "guess", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert log_in(client, "desk", RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.77") == 429


def test_a_success_clears_the_count(client: Client) -> None:
    for _ in range(2):
        log_in(client, "desk", "guess")
    assert log_in(client, "desk", RIGHT) == 302
    assert log_in(Client(), "desk", "guess") == 200


@pytest.mark.parametrize(
    ("proxies", "header", "found"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
        (1, "", "10.0.0.1"),
        (2, "198.51.100.7", "10.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_our_outermost_proxy_saw(
    settings: Any, proxies: int, header: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=header, REMOTE_ADDR="10.0.0.1")
    assert find_client_address(request) == found


def test_a_session_gets_a_new_key_at_login(client: Client) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    log_in(client, "desk", RIGHT)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_logging_in_leads_to_no_other_site(client: Client, target: str) -> None:
    answer = client.post("/accounts/login/", {"username": "desk", "password": RIGHT, "next": target})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
