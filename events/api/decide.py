"""Carrying out what curators ask for over the API: each action by itself, tried or for good."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from rest_framework import exceptions, status

from events.api.actions import Action, Made, Values, read_action
from events.api.errors import BadParameters, problem
from events.curation import CurationConflict, CurationRefused
from events.curation.lock_rows import lock_rows
from events.curation.seen import check_seen
from events.models import Decision
from events.pipeline.locks import hold_conclude_lock


class Refused(exceptions.APIException):
    """What was asked for cannot be."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "refused"


class Conflict(exceptions.APIException):
    """Somebody was faster."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class SeenOtherwise(exceptions.APIException):
    """The record is no longer as the caller saw it."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed_since"


def decide(body: Any, user: User, *, dry_run: bool, key: str | None = None, version: str = "") -> Made:
    """Carry out one action; with `dry_run` everything is done and taken back, so that what it says is exact.

    With a `key` seen before from this account, answer with the decision made then. `version`: of the record, as the
    caller saw it. Raises the answers above, and BadParameters.
    """
    action, asked = read_action(body)
    version = version or (str(body["version"]) if "version" in body else "")
    if version and action.record is None:
        raise BadParameters([problem("version", version, "does not go with this action", "leave it out")])
    try:
        with transaction.atomic():
            if key and (known := Decision.objects.filter(account=user.username, payload__key=key).first()):
                return known
            made = _carry_out(action, asked, user, version)
            if key and isinstance(made, Decision):
                Decision.objects.filter(pk=made.pk).update(payload=made.payload | {"key": key})
            transaction.set_rollback(dry_run)
    except CurationConflict as error:
        raise Conflict(str(error)) from None
    except CurationRefused as error:
        raise Refused(str(error)) from None
    return made


def _carry_out(action: Action, asked: Values, user: User, version: str) -> Made:
    if version and action.record:
        table, pk = action.record(asked)
        hold_conclude_lock()  # first: whoever concludes holds it when it takes rows
        try:
            check_seen(table, lock_rows(table, [pk]), {pk: version})
        except CurationConflict as error:
            raise SeenOtherwise(str(error)) from None
    return action.carry_out(asked, user)
