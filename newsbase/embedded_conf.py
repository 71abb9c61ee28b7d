"""PostgreSQL's settings for the embedded server, sized from the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE
MAX_CONNECTIONS = 60  # web threads + worker processes + commands; each costs about 10 MB when busy
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def read_memory() -> int:
    """Return the bytes of memory this process may use: the machine's, or its container's limit when lower."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in CGROUP_LIMITS:
        try:
            limit = Path(name).read_text().strip()
        except OSError:
            continue
        if limit.isdigit():
            memory = min(memory, int(limit))
    return memory


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))


def build_settings(memory: int, free_disk: int, cores: int, shared_folder_free: int, durable: bool) -> dict[str, str]:
    """Return setting → value. All sizes in bytes; `durable=False` gives up crash safety for tests."""

    def size(value: int) -> str:
        return f"{value // MEGABYTE}MB"

    settings = {
        "listen_addresses": "''",
        "unix_socket_permissions": "0700",
        "max_connections": str(MAX_CONNECTIONS),
        "shared_buffers": size(_clamp(memory // 8, 64 * MEGABYTE, 4 * GIGABYTE)),
        "effective_cache_size": size(max(memory // 2, 256 * MEGABYTE)),
        "maintenance_work_mem": size(_clamp(memory // 32, 32 * MEGABYTE, GIGABYTE)),
        "work_mem": size(_clamp(memory // 512, 4 * MEGABYTE, 32 * MEGABYTE)),
        "max_wal_size": size(_clamp(free_disk // 20, 256 * MEGABYTE, 4 * GIGABYTE)),
        "min_wal_size": "80MB",
        "max_worker_processes": str(max(8, cores)),
        "max_parallel_workers": str(cores),
        "max_parallel_workers_per_gather": str(min(2, cores - 1)),
        "wal_level": "minimal",  # one server, backed up by pg_dump: no replicas to feed
        "max_wal_senders": "0",
        "random_page_cost": "1.1",
        "jit": "off",  # short queries: compiling costs more than it saves
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "log_min_messages": "warning",
        "log_line_prefix": "'%m [%p] '",
    }
    if shared_folder_free < 256 * MEGABYTE:  # Docker's default /dev/shm is 64 MB: parallel queries would fail there
        settings["dynamic_shared_memory_type"] = "mmap"
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return settings


def write_settings(data: Path, durable: bool) -> None:
    """Rewrite newsbase.conf in the data folder; lines that an operator adds after the include win over it."""
    shared = Path("/dev/shm")  # noqa: S108 - only measured
    settings = build_settings(
        memory=read_memory(),
        free_disk=shutil.disk_usage(data).free,
        cores=os.cpu_count() or 1,
        shared_folder_free=shutil.disk_usage(shared).free if shared.is_dir() else 0,
        durable=durable,
    )
    lines = ["# Written by newsbase at every start; put your own lines at the end of postgresql.conf."]
    (data / "newsbase.conf").write_text("\n".join([*lines, *(f"{k} = {v}" for k, v in settings.items())]) + "\n")
    (data / "newsbase.conf").chmod(0o644)  # inside a 0700 folder; readable for the server's account
    main = data / "postgresql.conf"
    text = main.read_text()
    if "include 'newsbase.conf'" not in text:
        main.write_text(text + "\ninclude 'newsbase.conf'\n")
