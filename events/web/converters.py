"""How ids stand in addresses."""

from django.urls.converters import IntConverter


class RecordIdConverter(IntConverter):
    """A record's id: at most 18 digits, so that no address can ask the database for a number beyond its own."""

    regex = "[0-9]{1,18}"
