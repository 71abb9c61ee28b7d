"""The first administrator, and the password that must be changed at the first login."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.db import transaction

FIRST_ADMIN = "admin"
# Membership is the flag: seen in the admin, gone with the first change of the password.
MUST_CHANGE_GROUP = "must change password"
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0, 1: read off a terminal and typed


def ensure_first_admin() -> str | None:
    """Create the administrator where there is no superuser yet; returns the first password, None when nothing was made.

    The password exists nowhere else in clear: show it once and let it go.
    """
    with transaction.atomic():
        if User.objects.select_for_update().filter(is_superuser=True).exists():
            return None
        password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
        name = FIRST_ADMIN
        while User.objects.filter(username=name).exists():
            name = f"{FIRST_ADMIN}-{secrets.token_hex(2)}"
        admin = User.objects.create_superuser(name, password=password)
        admin.groups.add(Group.objects.get_or_create(name=MUST_CHANGE_GROUP)[0])
    return password


def find_first_admin() -> User:
    """Return the superuser made first."""
    return User.objects.filter(is_superuser=True).order_by("pk")[0]


def must_change_password(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether the user still has a password that somebody else chose. One query."""
    return isinstance(user, User) and user.groups.filter(name=MUST_CHANGE_GROUP).exists()


def settle_password(user: User) -> None:
    """Note that the user chose a password of their own."""
    user.groups.remove(*Group.objects.filter(name=MUST_CHANGE_GROUP))
