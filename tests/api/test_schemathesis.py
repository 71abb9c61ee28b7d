"""The whole OpenAPI document, asked with generated requests by everybody of the cast: no server error, every answer as it
is described, nothing written by who may not.

A longer run in the suite: `manage.py test -m longer tests/api/test_schemathesis.py`; against a server:
`schemathesis run http://127.0.0.1:8000/api/schema/?format=json -H 'Authorization: Token …'`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as budget
from pytest_django.fixtures import Settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from events.rate_limit import SharedThrottle
from tests import factories as make
from tests.api.cast import CAST, NEEDS, OWNED, count_rows, find_ids, give, make_keys
from tests.api.world import build_world

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
# Each made-up request is sent by everybody of the cast.
REQUESTS, LONGER = 2, 40
# These ask hosts of the caller's choice, for those who may.
SENDING = {("post", "/api/v1/feeds/"), ("post", "/api/v1/webhooks/{id}/test/")}


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """Requests of the WSGI application stay on the test's connection, and none is one too many."""
    monkeypatch.setattr(SharedThrottle, "allow_request", lambda *given: True)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("requests", [REQUESTS, pytest.param(LONGER, marks=pytest.mark.longer)])
def test_answers_are_what_the_document_says(requests: int) -> None:
    build_world(2)
    keys = make_keys()
    make.DecisionFactory()
    for judgement in (make.ActorJudgementFactory, make.EventJudgementFactory, make.LocationJudgementFactory):
        judgement()
    ids = find_ids() | give(User.objects.get(username="admin"))
    document = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    told: Counter[tuple[str, int]] = Counter()
    wrong: list[str] = []
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) >= 90
    for operation in operations:
        try:
            ask(operation, keys, ids, requests, told)
        except (AssertionError, FailureGroup) as error:
            wrong.append(f"{operation.method} {operation.path}: {error}")
    assert not wrong, "\n".join(wrong)
    for name in CAST:
        print(name, dict(sorted((status, n) for (who, status), n in told.items() if who == name)))
        assert sum(n for (who, _), n in told.items() if who == name) >= len(operations) - len(SENDING)
        assert told[name, 200] * 3 > len(operations) * 2, "most reads are answered"


def ask(
    operation: Any, keys: dict[str, str], ids: dict[str, int], requests: int, told: Counter[tuple[str, int]]
) -> None:
    """Send generated requests of an operation, each by all; who lacks the right is refused and has written nothing."""
    where = (operation.method, operation.path)
    number = count()

    @budget(
        max_examples=requests, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        # Each second one asks for a record that is there, and for all of a list.
        if next(number) % 2 == 0 and case.path_parameters:
            case.query = {name: value for name, value in (case.query or {}).items() if name in ("q", "by", "fields")}
            kind = where[1].removeprefix("/api/v1/").split("/{")[0]
            case.path_parameters |= {"id": ids[kind]} if "id" in case.path_parameters else {}
            case.path_parameters |= {"delivery": ids["deliveries"]} if "delivery" in case.path_parameters else {}
        for name, key in keys.items():
            needed = NEEDS.get(where) or ("account" if where[1].startswith(OWNED) else "")
            may = not needed or needed in CAST[name]
            if may and where in SENDING:
                continue
            before = None if may else count_rows()
            headers = {"Accept-Encoding": "identity"} | ({"Authorization": key} if key else {})
            answer = case.call_and_validate(checks=CHECKS, headers=headers)
            told[name, answer.status_code] += 1
            # A request that cannot be read may be refused before anybody asks who sends it.
            if not may:
                assert answer.status_code in (401, 403, 404, 405, 406, 415), (name, where, answer.status_code)
                assert count_rows() == before, (name, where)

    send()
