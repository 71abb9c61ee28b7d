"""docker-compose.yml is valid, complete, documented and closed, as far as can be told without running Docker."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands

from newsbase.services import list_services
from tests.deploy import compose

ROOT = compose.ROOT
SECRETS = {"SECRET_KEY": "s" * 40, "POSTGRES_PASSWORD": "p@ss/word"}
OURS = ("migrate", "web", "worker", "beat")
# Set in the image or meant for other ways of running; everything else that settings.py reads, compose passes on.
NOT_PASSED_ON = {"NEWSBASE_HOME", "NEWSBASE_DEBUG", "NEWSBASE_READ_NUDGES", "NEWSBASE_TAGGER"}


@pytest.fixture
def services() -> dict[str, dict[str, Any]]:
    return compose.read_services(SECRETS)


def test_meets_the_compose_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose.FILE)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_schema_check_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yml"
    wrong.write_text(
        compose.FILE.read_text(encoding="utf-8").replace("condition: service_healthy", "condition: healthy")
    )
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(wrong)]
    assert subprocess.run(command, capture_output=True).returncode == 1


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_stops_without_a_secret(name: str) -> None:
    with pytest.raises(compose.MissingVariable, match=rf"set {name} in \.env"):
        compose.read_services({**SECRETS, name: ""})


def test_no_secret_has_a_value_in_the_files_of_the_project() -> None:
    example = compose.read_example()
    assert {name: example[name] for name in SECRETS} == dict.fromkeys(SECRETS, "")


def test_every_variable_stands_in_the_example_and_in_the_docs() -> None:
    variables, documented = compose.find_variables(), (ROOT / "docs/OPERATIONS.md").read_text(encoding="utf-8")
    assert variables == set(compose.read_example())
    assert [name for name in sorted(variables) if f"`{name}`" not in documented] == []


def test_passes_on_every_setting_that_the_environment_decides(services: dict[str, dict[str, Any]]) -> None:
    tree = ast.parse((ROOT / "newsbase/settings.py").read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    names = {ast.literal_eval(call.args[0]) for call in calls if call.func.id.startswith("env_")}  # type: ignore[attr-defined]
    assert len(names) > 10
    for service in OURS:
        assert names - NOT_PASSED_ON - set(services[service]["environment"]) == set(), service


def test_the_examples_defaults_are_those_of_the_compose_file() -> None:
    example = {**compose.read_example(), **SECRETS}
    assert compose.read_services(example) == compose.read_services(SECRETS)


def test_runs_the_processes_that_up_runs(services: dict[str, dict[str, Any]]) -> None:
    for service in list_services("0.0.0.0", 8000):
        command = ["python3", "-m", *service.command[service.command.index("-m") + 1 :]]
        ours = services[service.name]["command"]
        varying = {"--workers", "--concurrency", "--blocking-threads"}  # the machine's to decide

        def settle(words: list[str], varying: set[str] = varying) -> list[str]:
            return [w for i, w in enumerate(words) if i == 0 or words[i - 1] not in varying]

        assert settle(ours) == settle(command), service.name


def test_every_command_exists(services: dict[str, dict[str, Any]]) -> None:
    script = services["migrate"]["command"][-1]
    commands = [part.split()[2] for part in script.split("&&")]
    assert commands == ["migrate", "make_roles", "load_gazetteer", "load_vocabulary"]
    assert set(commands) <= set(get_commands())


def test_only_the_web_server_is_published_and_only_on_this_machine(services: dict[str, dict[str, Any]]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"web"}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert compose.read_raw()["networks"]["inside"] == {"internal": True}
    assert services["db"]["networks"] == services["redis"]["networks"] == ["inside"]


def test_our_processes_have_no_rights(services: dict[str, dict[str, Any]]) -> None:
    for name in OURS:
        service = services[name]
        assert service["user"].split(":")[0] not in ("", "0", "root")
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_the_rest_waits_for_a_finished_migration(services: dict[str, dict[str, Any]]) -> None:
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["restart"] == "no"
    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_image_is_built_once_and_never_asked_of_a_registry(services: dict[str, dict[str, Any]]) -> None:
    """Builds run side by side: two of one name fail with "already exists" on a fresh machine."""
    assert [name for name, service in services.items() if "build" in service] == ["migrate"]
    assert {services[name]["image"] for name in OURS} == {"newsbase:local"}
    assert {services[name]["pull_policy"] for name in OURS if name != "migrate"} == {"never"}


def test_every_lasting_service_has_a_health_check_and_comes_back(services: dict[str, dict[str, Any]]) -> None:
    for name in set(services) - {"migrate"}:
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["restart"] == "unless-stopped", name


def test_workers_can_be_scaled(services: dict[str, dict[str, Any]]) -> None:
    worker = services["worker"]
    assert not {"container_name", "ports", "hostname"} & set(worker)
    assert "newsbase@%h" in worker["command"]  # each container has a name of its own


def test_the_data_folder_is_the_one_that_the_image_of_postgresql_18_wants(services: dict[str, dict[str, Any]]) -> None:
    assert services["db"]["image"] == "pgvector/pgvector:pg18"
    assert services["db"]["volumes"] == ["database:/var/lib/postgresql"]
    assert set(compose.read_raw()["volumes"]) == {"database", "state"}


def test_the_password_may_hold_any_letter(services: dict[str, dict[str, Any]]) -> None:
    environment = services["web"]["environment"]
    assert environment["PGPASSWORD"] == services["db"]["environment"]["POSTGRES_PASSWORD"] == "p@ss/word"
    assert "p@ss" not in environment["DATABASE_URL"]
