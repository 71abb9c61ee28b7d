"""The whole OpenAPI document, asked with generated requests: no server error, and every answer as it is described.

`fields=` is left out of them: it drops fields that the document rightly calls required. A longer run against a server:
`schemathesis run http://127.0.0.1:8000/api/schema/?format=json -H 'Authorization: Token …'`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as budget
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.world import build_world

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
# Two requests of each of 89 operations take 10 to 20 seconds on two cores.
REQUESTS = 2
# These ask hosts of the caller's choice.
SENDING = ("/api/v1/feeds/", "/test/")


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """Requests of the WSGI application stay on the test's connection, and none is one too many."""
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *given: True)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_process")
def test_answers_are_what_the_document_says(sign_in: Callable[..., APIClient]) -> None:
    build_world(2)
    token = sign_in("ingest", "curate")._credentials["HTTP_AUTHORIZATION"]  # type: ignore[attr-defined]
    document = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    asked = 0
    for found in document.get_all_operations():
        operation = found.ok()
        if operation.method == "post" and any(part in operation.path for part in SENDING):
            continue
        asked += ask(operation, token)
    assert asked >= 60


def ask(operation: Any, token: str) -> int:
    @budget(
        max_examples=REQUESTS, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        (case.query or {}).pop("fields", None)
        case.call_and_validate(checks=CHECKS, headers={"Authorization": token, "Accept-Encoding": "identity"})

    send()
    return 1
