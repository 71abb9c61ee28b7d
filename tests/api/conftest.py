"""The fixed cast of the API's tests: reader (nobody signed in), ingester, curator, outsider (signed in, no permission)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from events.tokens import issue_token
from tests.factories import UserFactory


@pytest.fixture
def reader() -> APIClient:
    return APIClient()


@pytest.fixture
def sign_in(db: None) -> Callable[..., APIClient]:
    """Make an account with the permissions named, and a client that carries its token."""

    def make(*permissions: str) -> APIClient:
        client = APIClient()
        _, key = issue_token(UserFactory(permissions=list(permissions)), "tests", ["read", *permissions])
        client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
        return client

    return make


@pytest.fixture
def ingester(sign_in: Callable[..., APIClient]) -> APIClient:
    return sign_in("ingest")


@pytest.fixture
def curator(sign_in: Callable[..., APIClient]) -> APIClient:
    return sign_in("curate")


@pytest.fixture
def outsider(sign_in: Callable[..., APIClient]) -> APIClient:
    return sign_in()
