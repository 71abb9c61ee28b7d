"""The first administrator and the password that must be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from events import accounts
from newsbase.first_password import PASSWORD_FILE
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password_change/"


def test_makes_one_administrator_once() -> None:
    password = accounts.ensure_first_admin()
    assert password is not None
    assert len(password) >= 20
    assert accounts.find_first_admin().check_password(password)
    assert accounts.ensure_first_admin() is None
    assert User.objects.count() == 1


def test_does_not_take_over_an_account_that_has_the_name() -> None:
    UserFactory(username="admin")
    accounts.ensure_first_admin()
    assert accounts.find_first_admin().username.startswith("admin-")


@pytest.fixture
def newcomer() -> Client:
    """The first administrator, logged in with the first password."""
    password = accounts.ensure_first_admin()
    client = Client()
    assert client.login(username="admin", password=password)
    return client


@pytest.mark.parametrize("path", ["/", "/admin/", "/accounts/password_change/done/", "/admin/password_change/"])
def test_the_first_password_opens_nothing_but_its_change(newcomer: Client, path: str) -> None:
    answer = newcomer.get(path)
    assert (answer.status_code, answer["Location"]) == (302, CHANGE)


def test_the_first_password_opens_no_api(newcomer: Client) -> None:
    assert newcomer.get("/api/v1/").status_code == 403


def test_can_log_out_without_changing(newcomer: Client) -> None:
    assert newcomer.post("/accounts/logout/").headers.get("Location") != CHANGE


def change_password(client: Client, old: str, new: str) -> int:
    return client.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new}).status_code


def test_the_site_opens_with_a_password_of_ones_own(settings: object) -> None:
    from django.conf import settings as live

    password = accounts.ensure_first_admin()
    assert password is not None
    stored: Path = live.NEWSBASE_HOME / PASSWORD_FILE
    stored.write_text(password)
    client = Client()
    client.login(username="admin", password=password)
    assert change_password(client, password, "my own long words 7") == 302
    assert client.get("/admin/").status_code == 200
    assert not accounts.must_change_password(accounts.find_first_admin())
    assert not stored.exists()


def test_the_same_password_again_is_no_change() -> None:
    password = accounts.ensure_first_admin()
    assert password is not None
    client = Client()
    client.login(username="admin", password=password)
    assert change_password(client, password, password) == 200
    assert accounts.must_change_password(accounts.find_first_admin())


def test_others_are_asked_once_a_session_and_not_stopped(django_assert_num_queries: object) -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    assert client.get(CHANGE).status_code == 200
    assert client.session["password_is_own"] is True


def test_strangers_cost_no_query(client: Client) -> None:
    assert client.get("/accounts/login/").status_code == 200
    assert "password_is_own" not in client.session
