"""Forms for handing in articles; each turns into the documents that intake takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from events.intake import BadDocument, FetchRequest, InvalidDocument, SuppliedDocument, parse_document, parse_jsonl
from events.intake.documents import parse_url

Incoming = SuppliedDocument | FetchRequest | BadDocument
MOST_ADDRESSES = 200
"""Addresses in one go; more belong into a .jsonl file or a feed."""
FIELD_OF = {"lang": "language", "id": "text"}
"""Fields of the bulk format that are named otherwise in the form."""


class WayForm(forms.Form):
    """What the three ways in have in common. `way` says which form was sent."""

    way = ""
    vouched = forms.BooleanField(
        required=False,
        label="I vouch that this is what the outlet published",
        help_text="It then counts as an independent origin; otherwise it is shown as “supplied, unverified”.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, may_vouch: bool = False) -> None:
        super().__init__(data, files, auto_id=f"{self.way}-%s")
        if not may_vouch:
            del self.fields["vouched"]
        else:
            self.order_fields([name for name in self.fields if name != "vouched"])

    def label_of_run(self) -> str:
        raise NotImplementedError

    def documents(self) -> Iterator[Incoming]:
        raise NotImplementedError


class PasteForm(WayForm):
    """One article as text."""

    way = "text"
    title = forms.CharField(required=False, max_length=1000)
    text = forms.CharField(widget=forms.Textarea, strip=False, label="Text")
    outlet = forms.CharField(required=False, max_length=253, help_text="The outlet’s domain, such as example.org.")
    url = forms.CharField(required=False, max_length=2000, label="Address")
    published = forms.CharField(
        required=False,
        max_length=40,
        help_text="As exactly as you know it: 2022-01-24T09:00Z, 2022-01-24, 2022-01 or 2022.",
    )
    language = forms.CharField(
        required=False, max_length=12, help_text="A code such as en; left empty, it is worked out."
    )

    def clean(self) -> dict[str, Any]:
        """Let intake judge the document, and put its verdict beside the field that it names."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["text"] = cleaned["text"].replace("\r\n", "\n")  # how browsers send lines, not how they were typed
        row = {name: cleaned.get(name) or None for name in ("title", "text", "outlet", "url", "published")}
        try:
            self.document = parse_document({**row, "lang": cleaned.get("language") or None}, reference="pasted text")
        except InvalidDocument as error:
            name = FIELD_OF.get(error.field, error.field)
            self.add_error(name if name in self.fields else None, str(error))
        return cleaned

    def label_of_run(self) -> str:
        return self.cleaned_data["title"] or "pasted text"

    def documents(self) -> Iterator[Incoming]:
        yield self.document


class AddressForm(WayForm):
    """Addresses of pages that we fetch ourselves."""

    way = "url"
    addresses = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "class": "short", "placeholder": "https://"}),
        label="Addresses",
        help_text=f"One a line, up to {MOST_ADDRESSES}. Each page is fetched and read; robots.txt is honoured.",
    )

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError(f"{len(lines)} addresses; at most {MOST_ADDRESSES} at once.")
        for number, line in enumerate(lines, start=1):
            try:
                parse_url(line)
            except InvalidDocument as error:
                raise forms.ValidationError(f"Line {number}: {error}") from None
        return lines

    def label_of_run(self) -> str:
        lines = self.cleaned_data["addresses"]
        return str(lines[0]) if len(lines) == 1 else f"{len(lines)} addresses"

    def documents(self) -> Iterator[Incoming]:
        for address in self.cleaned_data["addresses"]:
            yield FetchRequest(address[:300], address, refetch=True)


class UploadForm(WayForm):
    """A file: JSON Lines with many documents, or one page or text."""

    way = "file"
    file = forms.FileField(
        label="File",
        widget=forms.ClearableFileInput(attrs={"accept": ".jsonl,.html,.htm,.txt"}),
        help_text="JSON Lines (.jsonl, one document a line), a web page (.html) or plain text (.txt, UTF-8).",
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        ending = PurePath(file.name or "").suffix.lower()
        if ending not in {".jsonl", ".html", ".htm", ".txt"}:
            raise forms.ValidationError(f"{file.name}: a file must end in .jsonl, .html or .txt.")
        if ending != ".jsonl":
            self.document = self._read_one(file, ending)
        return file

    def _read_one(self, file: UploadedFile, ending: str) -> SuppliedDocument:
        data = file.read()
        if b"\x00" in data[:4096]:
            raise forms.ValidationError(f"{file.name} holds binary data, not text.")
        try:
            words = data.decode("utf-8-sig", errors="strict" if ending == ".txt" else "replace")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(f"{file.name} is not UTF-8 (byte {error.start}); save it as UTF-8.") from None
        row = {"html": words} if ending != ".txt" else {"text": words, "title": PurePath(file.name or "").stem[:1000]}
        try:
            return parse_document(row, reference=(file.name or "upload")[:300])
        except InvalidDocument as error:
            raise forms.ValidationError(f"{file.name}: {error}") from None

    def label_of_run(self) -> str:
        return str(self.cleaned_data["file"].name)

    def documents(self) -> Iterator[Incoming]:
        file = self.cleaned_data["file"]
        if hasattr(self, "document"):
            yield self.document
            return
        file.seek(0)
        yield from parse_jsonl(file, str(file.name))


FORMS: dict[str, type[WayForm]] = {form.way: form for form in (PasteForm, AddressForm, UploadForm)}
