"""What the API says about itself: its root, its OpenAPI schema and the pages that draw it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from tests import factories as make
from tests.api.world import LISTS

pytestmark = pytest.mark.django_db


def test_the_root_names_every_list(reader: APIClient) -> None:
    root = reader.get("/api/v1/").json()
    assert set(LISTS) <= root.keys()
    for name, address in root.items():
        assert reader.get(address).status_code == 200, name


def test_the_root_names_what_an_account_owns_to_accounts_alone(reader: APIClient) -> None:
    owned = {"searches", "webhooks", "exports"}
    assert not owned & reader.get("/api/v1/").json().keys()
    reader.force_login(make.UserFactory())
    root = reader.get("/api/v1/").json()
    assert owned <= root.keys()
    for name in owned:
        assert reader.get(root[name]).status_code == 200, name


def test_the_schema_is_valid_and_without_warnings(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
    assert "openapi: 3.1" in (tmp_path / "schema.yml").read_text()


def test_every_parameter_that_a_list_takes_is_documented(reader: APIClient) -> None:
    schema = json.loads(reader.get("/api/schema/", {"format": "json"}).content)
    for name in LISTS:
        described = {parameter["name"] for parameter in schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]}
        told = reader.get(f"/api/v1/{name}/", {"colour": "red"}).json()["errors"][0]["way_out"]
        taken = set(told.removeprefix("this address takes ").split(", "))
        expandable = {"expand"} if "expand" in described else set()
        assert described == taken - {"expand"} | expandable


def test_the_documentation_comes_from_our_own_host(reader: APIClient) -> None:
    page = reader.get("/api/docs/")
    assert page.status_code == 200
    assert "https://" not in page.content.decode().replace("https://github.com", "")
    assert "'unsafe-inline'" not in page["Content-Security-Policy"].split("script-src")[1]
    assert not re.findall(r"<script(?![^>]*\bsrc=)", page.content.decode())
    for script in re.findall(r'<script src="([^"]+)"', page.content.decode()):
        assert script.startswith(("/static/", "/api/docs/")), script
