"""`manage.py make_token NAME`: a key for a program that uses the API."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.models.choices import TokenScope
from events.tokens import TokenRefused, issue_token


class Command(BaseCommand):
    help = "Makes an API token for an account and writes its key, which is shown this once and stored nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="what it is for; one account's names differ")
        parser.add_argument("--scope", action="append", choices=TokenScope.values, help="repeat it; read unless given")
        parser.add_argument("--days", type=int, default=0, help="until it expires; 0: never")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no account {options['username']!r}; createsuperuser or /admin/ makes one")
        expires_at = timezone.now() + timedelta(days=options["days"]) if options["days"] else None
        try:
            _, key = issue_token(user, options["name"], options["scope"] or [TokenScope.READ], expires_at)
        except TokenRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(key)
