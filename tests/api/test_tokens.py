"""API tokens: kept as hashes, bounded by their scopes, their end and their account; made and revoked by their owner."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from events.models import ApiToken
from events.tokens import TokenRefused, issue_token
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles/"
DOCUMENT = {"id": "a-1", "text": "The harbour was closed on Monday, the mayor said."}


def client_with(key: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


def make_account(*permissions: str) -> User:
    return UserFactory(permissions=list(permissions))


def test_only_the_hash_of_a_key_is_stored() -> None:
    token, key = issue_token(make_account(), "reader", ["read"])
    held = ApiToken.objects.filter(pk=token.pk).values().get()
    assert key not in map(str, held.values())
    assert held["digest"] == sha256(key.encode()).hexdigest()
    assert key.startswith(held["start"])


@pytest.mark.parametrize(("scopes", "read", "written"), [(["read"], 200, 403), (["ingest"], 403, 202)])
def test_a_token_does_what_its_scopes_say(scopes: list[str], read: int, written: int) -> None:
    _, key = issue_token(make_account("ingest"), "program", scopes)
    client = client_with(key)
    assert client.get(ARTICLES).status_code == read
    assert client.post(ARTICLES, DOCUMENT, format="json").status_code == written


def test_a_token_cannot_do_more_than_its_account() -> None:
    account = make_account("ingest")
    _, key = issue_token(account, "program", ["ingest"])
    account.user_permissions.clear()
    assert client_with(key).post(ARTICLES, DOCUMENT, format="json").status_code == 403
    with pytest.raises(TokenRefused, match="may not curate"):
        issue_token(account, "other", ["curate"])


def test_an_expired_token_is_refused_and_says_since_when() -> None:
    token, key = issue_token(make_account(), "old", ["read"], timezone.now() + timedelta(hours=1))
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(days=1))
    answer = client_with(key).get(ARTICLES)
    assert (answer.status_code, "expired" in answer.json()["detail"]) == (401, True)


def test_closed_accounts_and_unknown_keys_are_refused() -> None:
    account = make_account()
    _, key = issue_token(account, "reader", ["read"])
    account.is_active = False
    account.save()
    assert client_with(key).get(ARTICLES).status_code == 401
    assert client_with("nb_unknown").get(ARTICLES).status_code == 401
    assert client_with("ÿ\x00").get(ARTICLES).status_code == 401


def test_the_last_use_is_kept_once_a_minute() -> None:
    token, key = issue_token(make_account(), "reader", ["read"])
    client_with(key).get(ARTICLES)
    first = ApiToken.objects.get(pk=token.pk).last_used_at
    client_with(key).get(ARTICLES)
    assert first is not None
    assert ApiToken.objects.get(pk=token.pk).last_used_at == first


def test_a_closed_installation_shows_strangers_nothing(settings: Settings) -> None:
    settings.ANONYMOUS_READING = False
    _, key = issue_token(make_account(), "reader", ["read"])
    assert APIClient().get(ARTICLES).status_code == 401
    assert APIClient().post("/api/v1/annotate/", {"text": "x"}, format="json").status_code == 401
    assert client_with(key).get(ARTICLES).status_code == 200


@pytest.mark.parametrize(
    ("name", "scopes", "why"), [("", ["read"], "name"), ("x", [], "something"), ("x", ["fly"], "no scope")]
)
def test_what_is_no_token_is_refused_with_the_reason(name: str, scopes: list[str], why: str) -> None:
    with pytest.raises(TokenRefused, match=why):
        issue_token(make_account(), name, scopes)


def test_two_tokens_of_one_account_have_two_names() -> None:
    account = make_account()
    issue_token(account, "reader", ["read"])
    with pytest.raises(TokenRefused, match="already"):
        issue_token(account, "reader", ["read"])


def test_the_command_writes_the_key_and_nothing_else() -> None:
    account, written = make_account("ingest"), io.StringIO()
    call_command("make_token", account.username, "--scope", "ingest", "--days", "3", stdout=written)
    [key] = written.getvalue().split()
    assert client_with(key).post(ARTICLES, DOCUMENT, format="json").status_code == 202
    with pytest.raises(CommandError, match="no account"):
        call_command("make_token", "nobody")


def test_an_owner_makes_a_token_sees_its_key_once_and_revokes_it() -> None:
    account, browser = make_account("ingest"), Client()
    browser.force_login(account)
    made = browser.post("/accounts/tokens/", {"name": "Feed desk", "scopes": ["read", "ingest"], "days": "30"})
    token = ApiToken.objects.get()
    key = re.findall(r"nb_[\w-]{43}", made.content.decode())[0]
    assert client_with(key).get(ARTICLES).status_code == 200
    assert key not in browser.get("/accounts/tokens/").content.decode()
    browser.post(f"/accounts/tokens/{token.pk}/revoke/")
    assert client_with(key).get(ARTICLES).status_code == 401


def test_scopes_beyond_the_account_are_not_offered_and_not_taken() -> None:
    browser = Client()
    browser.force_login(make_account())
    assert 'value="curate"' not in browser.get("/accounts/tokens/").content.decode()
    assert browser.post("/accounts/tokens/", {"name": "x", "scopes": ["curate"]}).status_code == 400
    assert not ApiToken.objects.exists()


def test_nobody_sees_or_revokes_tokens_of_others() -> None:
    token, _ = issue_token(make_account(), "secret errand", ["read"])
    browser = Client()
    browser.force_login(make_account())
    assert "secret errand" not in browser.get("/accounts/tokens/").content.decode()
    assert browser.post(f"/accounts/tokens/{token.pk}/revoke/").status_code == 404
    assert Client().get("/accounts/tokens/").status_code == 302


CLOSED = """
import json, django
django.setup()
from django.test import Client
paths = ["/", "/actors/", "/search/?q=x", "/feed.atom", "/api/v1/articles/", "/api/v1/search/?q=x", "/accounts/login/"]
print(json.dumps([Client(HTTP_HOST="localhost").get(path).status_code for path in paths]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_closed_installation_shows_no_page_and_no_list_but_the_sign_in(child_environment: dict[str, str]) -> None:
    closed = child_environment | {"NEWSBASE_ANONYMOUS_READING": "no"}
    done = subprocess.run([sys.executable, "-c", CLOSED], env=closed, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [302, 302, 302, 302, 401, 401, 200]
