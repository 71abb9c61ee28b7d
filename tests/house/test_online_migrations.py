"""Migrations run while an older worker and a newer web process live: what takes away what older code uses, or holds a large
table while it works, says at its top why that is safe ("Online: ..."). The first milestone's own are before any release."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "events" / "migrations"
LAST_BEFORE_RELEASE = "0040"
TAKES_AWAY = {"RemoveField", "DeleteModel", "RenameField", "RenameModel", "AlterModelTable"}
# On a table that is there already: an index may be built beside the writing (AddIndexConcurrently); a constraint is checked
# and a column rewritten under a lock.
HOLDS = {"AddIndex", "AddConstraint", "AlterField", "RunSQL", "RunPython"}
SAYS_SO = "Online:"


def find_unsafe(source: str) -> Iterator[str]:
    """Yield the operations that an older process may stumble over or wait for, unless the top says why not."""
    tree = ast.parse(source)
    if SAYS_SO in (ast.get_docstring(tree) or ""):
        return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = {_word(call, "name").lower() for call in calls if _name(call) == "CreateModel"}
    for call in calls:
        if _name(call) in TAKES_AWAY | HOLDS and _word(call, "model_name").lower() not in made - {""}:
            yield f"{_name(call)} {_word(call, 'model_name')}".strip()
        if _name(call) == "AddField" and _is_filled_in_by_code(call):
            yield f"AddField {_word(call, 'model_name')}.{_word(call, 'name')}: older code does not fill it in"


def _is_filled_in_by_code(call: ast.Call) -> bool:
    """Whether the database refuses rows of code that does not know the column: not null, without a default of its own."""
    field = next((word.value for word in call.keywords if word.arg == "field"), None)
    words = {word.arg: word.value for word in field.keywords} if isinstance(field, ast.Call) else {}
    null = words.get("null")
    many = isinstance(field, ast.Call) and _name(field) == "ManyToManyField"
    return not many and "db_default" not in words and not (isinstance(null, ast.Constant) and null.value is True)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _word(call: ast.Call, name: str) -> str:
    values = [word.value for word in call.keywords if word.arg == name]
    return str(values[0].value) if values and isinstance(values[0], ast.Constant) else ""


def test_older_processes_live_on_beside_each_migration() -> None:
    later = [path for path in FOLDER.glob("[0-9]*.py") if path.name > LAST_BEFORE_RELEASE]
    assert not {path.name: found for path in later if (found := list(find_unsafe(path.read_text(encoding="utf-8"))))}


@pytest.mark.parametrize(
    ("operation", "is_safe"),
    [
        ("migrations.RemoveField(model_name='article', name='key')", False),
        ("migrations.RenameField(model_name='article', old_name='a', new_name='b')", False),
        ("migrations.AddIndex(model_name='article', index=models.Index(fields=['key'], name='x'))", False),
        ("AddIndexConcurrently(model_name='article', index=models.Index(fields=['key'], name='x'))", True),
        ("migrations.AddField(model_name='article', name='a', field=models.TextField())", False),
        ("migrations.AddField(model_name='article', name='a', field=models.TextField(default=''))", False),
        ("migrations.AddField(model_name='article', name='a', field=models.TextField(db_default=''))", True),
        ("migrations.AddField(model_name='article', name='a', field=models.TextField(null=True))", True),
        ("migrations.CreateModel(name='Thing', fields=[])", True),
        ("migrations.RunPython(fill)", False),
    ],
)
def test_what_is_not_online_is_found(operation: str, is_safe: bool) -> None:
    source = f"class Migration(migrations.Migration):\n    operations = [{operation}]\n"
    assert (list(find_unsafe(source)) == []) is is_safe
    assert list(find_unsafe(f'"""Online: nobody uses it."""\n{source}')) == []


def test_an_index_of_a_table_made_in_the_same_migration_is_safe() -> None:
    made = "migrations.CreateModel(name='Thing', fields=[])"
    index = "migrations.AddIndex(model_name='thing', index=models.Index(fields=['key'], name='x'))"
    assert list(find_unsafe(f"class Migration(migrations.Migration):\n    operations = [{made}, {index}]\n")) == []
