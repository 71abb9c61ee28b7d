"""The tests run on PostgreSQL with pgvector."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_on_postgresql_18_or_the_given_server() -> None:
    assert connection.vendor == "postgresql"
