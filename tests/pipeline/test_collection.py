"""The garbage collector rests within a batch and is back afterwards, whatever happened."""

from __future__ import annotations

import gc

import pytest

from events.pipeline.collection import collect_between


def test_the_collector_rests_within_and_is_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), collect_between():
        assert not gc.isenabled()
        with collect_between():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the outermost gives it back"
        raise ZeroDivisionError
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with collect_between():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
