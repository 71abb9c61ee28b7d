"""The root of the API, and the answer for addresses below it that lead nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.views.base import AnswersInJson

RESOURCES = ("article", "event", "actor", "location", "claim", "figure", "mention", "source", "feed", "run", "decision")


class PermanentRedirect(HttpResponseRedirect):
    """Keeps method and body, which 301 does not."""

    status_code = 308


class RootView(AnswersInJson):
    @extend_schema(
        summary="List the resources",
        tags=["api"],
        description="Addresses by name.",
        responses={200: {"type": "object", "additionalProperties": {"type": "string"}}},
    )
    def get(self, request: Request) -> Response:
        lists = {f"{name}s": request.build_absolute_uri(reverse(f"{name}-list")) for name in RESOURCES}
        judged = ("actor", "event", "location")
        lists |= {f"judgements_{k}s": request.build_absolute_uri(reverse(f"{k}judgement-list")) for k in judged}
        described = {
            name: request.build_absolute_uri(reverse(name))
            for name in ("api-schema", "api-docs", "api-changes", "api-reconcile")
        }
        owned = {"searches": "savedsearch-list", "webhooks": "webhook-list", "exports": "export-list"}
        if request.user.is_authenticated:
            described |= {kind: request.build_absolute_uri(reverse(name)) for kind, name in owned.items()}
        described["search"] = f"{request.build_absolute_uri(reverse('api-search'))}?q={{words}}"
        return Response(lists | {name.removeprefix("api-"): address for name, address in described.items()})


class NotFoundView(AnswersInJson):
    """Says in JSON that there is nothing here; an address that lacks only its slash is sent on."""

    schema = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.path.endswith("/") and _leads_somewhere(f"{request.path}/"):
            query = request.META.get("QUERY_STRING", "")
            return PermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(f"There is nothing at {request.path[:200]}.")


def _leads_somewhere(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "cls", None) is not NotFoundView
    except Resolver404:
        return False
