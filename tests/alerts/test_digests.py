"""Digests over a real SMTP server on the loopback: what is new once, retried when the server fails, ended by its link."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone

from events.alerts.digests import send_digests
from events.alerts.match import match_searches
from events.alerts.searches import save_search
from events.models import SavedSearch
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Postbox:
    """Keeps what arrives; `failing` answers with a passing error instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.failing = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.failing:
            return "451 try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 ok"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.PUBLIC_URL = "https://news.example.org"
    yield box
    server.stop()


def follow(email: str = "anna@reader.example") -> SavedSearch:
    user = UserFactory(email=email)
    return save_search(user, name="Ünrest in Iraq", kind="event", query="country=IQ", digest="day")


def make_due(search: SavedSearch) -> None:
    match_searches()
    SavedSearch.objects.filter(pk=search.pk).update(next_mail_at=timezone.now() - timedelta(seconds=1))


def test_what_is_new_is_sent_once_with_its_links(postbox: Postbox) -> None:
    search = follow()
    event = EventFactory(country_code="IQ", location=None, title="Fire & <flood>\r\nBcc: all@reader.example")
    match_searches()
    assert send_digests() == 0, "it is not due yet"
    make_due(search)
    assert send_digests() == 1
    make_due(search)
    assert send_digests() == 0
    (mail,) = postbox.mails
    assert mail["To"] == "anna@reader.example" and mail["Subject"] == "1 new: Ünrest in Iraq" and mail["Bcc"] is None
    body = mail.get_body().get_content()  # type: ignore[union-attr]
    assert "Fire & <flood>" in body and f"https://news.example.org/events/{event.pk}/" in body
    search.refresh_from_db()
    assert search.next_mail_at and search.next_mail_at > timezone.now() + timedelta(hours=23)


def test_a_server_that_fails_is_asked_again_and_nothing_is_lost(postbox: Postbox) -> None:
    search = follow()
    EventFactory(country_code="IQ", location=None)
    make_due(search)
    postbox.failing = True
    assert send_digests() == 0
    search.refresh_from_db()
    assert "451" in search.mail_problem and search.next_mail_at and search.next_mail_at > timezone.now()
    postbox.failing = False
    make_due(search)
    assert send_digests() == 1
    search.refresh_from_db()
    assert search.mail_problem == "" and len(postbox.mails) == 1


def test_a_mail_whose_sender_died_comes_again_under_the_same_name(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = follow()
    EventFactory(country_code="IQ", location=None)
    make_due(search)

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("events.alerts.digests._settle", die)
        with pytest.raises(KeyboardInterrupt):
            send_digests()
    assert send_digests() == 0, "it is put off until the dead worker's time is over"
    make_due(search)
    assert send_digests() == 1
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 1 and len(postbox.mails) == 2


def test_an_account_without_an_address_is_told_so(postbox: Postbox) -> None:
    search = follow(email="")
    EventFactory(country_code="IQ", location=None)
    make_due(search)
    assert send_digests() == 0 and postbox.mails == []
    search.refresh_from_db()
    assert "no e-mail address" in search.mail_problem


def test_the_link_of_the_mail_ends_it_only_when_sent(postbox: Postbox, client: Client) -> None:
    search = follow()
    EventFactory(country_code="IQ", location=None)
    make_due(search)
    send_digests()
    link = postbox.mails[0]["List-Unsubscribe"].strip().strip("<>").removeprefix("https://news.example.org")
    strict = Client(enforce_csrf_checks=True)
    assert client.get(link).status_code == 200
    assert SavedSearch.objects.get().digest == "day"
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert SavedSearch.objects.get().digest == "never"
    assert client.get(link.replace("/stop/", "x/stop/")).status_code == 404


def test_no_mail_goes_out_where_no_server_is_set() -> None:
    make_due(follow())
    assert send_digests() == 0
