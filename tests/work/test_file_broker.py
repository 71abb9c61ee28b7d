"""Messages as files: whole or not there, delivered once, and never stopped by a damaged one."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from newsbase.file_broker import Channel, write_whole


def open_channel(folder: Path) -> Channel:
    options = {key: str(folder / "queue") for key in ("data_folder_in", "data_folder_out")}
    (folder / "queue").mkdir(exist_ok=True)
    connection = Connection(
        transport="newsbase.file_broker:Transport",
        transport_options=options | {"control_folder": str(folder / "control")},
    )
    channel = connection.channel()
    assert isinstance(channel, Channel)
    return channel


def message(number: int) -> dict[str, Any]:
    return {"body": str(number), "properties": {}, "headers": {}}


def take_all(channel: Channel, wanted: int, queue: str = "news") -> list[str]:
    taken: list[str] = []
    misses = 0
    while len(taken) < wanted and misses < 2_000:
        try:
            taken.append(channel._get(queue)["body"])
        except Empty:
            misses += 1
    return taken


def test_messages_come_in_the_order_of_sending_and_to_their_queue_alone(tmp_path: Path) -> None:
    channel = open_channel(tmp_path)
    channel._put("other", message(99))
    for number in range(20):
        channel._put("news", message(number))
    assert channel._size("news") == 20
    assert take_all(channel, 20) == [str(number) for number in range(20)]
    assert channel._size("news") == 0 and channel._size("other") == 1


@pytest.mark.parametrize("garbage", [b"", b'{"body": "half a mess', b"\xff\xfe\x00", b"[1, 2]", b'{"body": "x"}'])
def test_a_damaged_file_is_dropped_with_a_warning_and_the_next_message_comes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, garbage: bytes
) -> None:
    channel = open_channel(tmp_path)
    (tmp_path / "queue" / "00000000000000000001_cut.news.msg").write_bytes(garbage)
    channel._put("news", message(7))
    with caplog.at_level(logging.WARNING, "newsbase.file_broker"):
        assert channel._get("news")["body"] == "7"
    assert "cut.news.msg" in caplog.text
    assert list((tmp_path / "queue").iterdir()) == []


def test_readers_beside_writers_get_each_message_once_and_none_half_written(tmp_path: Path) -> None:
    channels = [open_channel(tmp_path) for _ in range(4)]

    def send(channel: Channel, first: int) -> None:
        for number in range(first, first + 150):
            channel._put("news", message(number) | {"headers": {"filling": "x" * 20_000}})

    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(send, channels[side], side * 150) for side in (0, 1)]
        got = [pool.submit(take_all, channels[side], 300) for side in (2, 3)]
        for future in sent:
            future.result()
        bodies = [body for future in got for body in future.result()]
    bodies += take_all(channels[0], 300 - len(bodies))
    assert sorted(map(int, bodies)) == list(range(300))


def test_queues_bound_at_the_same_time_are_all_known(tmp_path: Path) -> None:
    channels = [open_channel(tmp_path) for _ in range(8)]

    def bind(side: int) -> None:
        for number in range(20):
            channels[side]._queue_bind("beat", "key", "", f"queue-{side}-{number}")
            assert channels[side].get_table("beat")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(bind, range(8)))
    assert {row[2] for row in channels[0].get_table("beat")} == {f"queue-{s}-{n}" for s in range(8) for n in range(20)}
    channels[0]._delete("queue-3-4", "beat", "key", "")
    assert len(channels[1].get_table("beat")) == 159


def test_a_damaged_table_of_queues_is_written_anew_by_the_next_worker(tmp_path: Path) -> None:
    channel = open_channel(tmp_path)
    channel._queue_bind("beat", "key", "", "one")
    (tmp_path / "control" / "beat.exchange").write_text("")
    assert channel.get_table("beat") == []
    channel._queue_bind("beat", "key", "", "two")
    assert [row[2] for row in channel.get_table("beat")] == ["two"]


def test_a_folder_that_cannot_be_written_is_said_and_leaves_no_remains(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "a.news.msg", "{}")
    assert list(tmp_path.iterdir()) == []
