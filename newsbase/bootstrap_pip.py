"""Runs pip in a new environment, shows how far it is, and turns its failures into one line. Standard library only."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from newsbase import bootstrap_wheel
from newsbase.embedded_keeper import tie_to_parent

# Published as source only; pure Python, so that nothing has to be compiled for it.
SOURCE_ONLY = ("sgmllib3k",)  # feedparser's parser of broken HTML
UNPACKING_LINE = "Installing collected packages:"
PLAIN_LINE_SECONDS = 10.0  # without a terminal: a line now and then, for logs
NETWORK_SIGNS = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "ProxyError",
    "ReadTimeoutError",
    "ConnectTimeoutError",
    "ConnectionResetError",
    "Connection aborted",
    "SSLError",
    "Could not fetch URL",
    "HTTP error 5",
    "HTTPError: 5",
    "IncompleteRead",
)


def install(python: Path, requirements: Path, log: Path, unpacking: Path) -> str:
    """Install the file's packages into the environment of `python`; returns "" or one line that says what failed.

    pip's whole output goes to `log`; the file `unpacking` is made before the first package is touched. Raises OSError
    when the disk cannot be written.
    """
    pip = find_pip(python)
    if not pip:
        try:
            wheel = bootstrap_wheel.download_pip(log.parent)
        except bootstrap_wheel.DownloadError as error:
            return str(error)
        pip = [str(python), f"{wheel}/pip"]
    command = [*pip, "install", "--only-binary", ":all:", "--no-binary", ",".join(SOURCE_ONLY), "--no-input"]
    command += ["--disable-pip-version-check", "--no-color", "--progress-bar", "off", "-r", str(requirements)]
    lines: list[str] = []
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            bufsize=1,
            preexec_fn=tie_to_parent(signal.SIGKILL),  # the lock on the environment ends with us, so must pip
        )
        assert process.stdout is not None
        meter = Meter(requirements.name)
        try:
            for line in process.stdout:
                out.write(line)
                lines.append(line.rstrip())
                if line.startswith(UNPACKING_LINE):
                    unpacking.touch()
                meter.read(line)
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
            meter.close()
    return "" if code == 0 else describe_failure("\n".join(lines), log)


def find_pip(python: Path) -> list[str]:
    """Return the command for the environment's own pip, or [] when it has none."""
    command = [str(python), "-m", "pip"]
    probe = subprocess.run([*command, "--version"], capture_output=True)
    return command if probe.returncode == 0 else []


class Meter:
    """One moving line on a terminal, a plain line now and then elsewhere."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.found: set[str] = set()
        self.files = 0
        self.began = self.shown = time.monotonic()
        self.moving = sys.stderr.isatty()
        self._show(f"Installing {what} …")

    def read(self, line: str) -> None:
        """Take one line of pip's output into account."""
        words = line.split()
        if line.startswith("Collecting ") and len(words) > 1:
            self.found.add(re.split(r"[^A-Za-z0-9._-]", words[1])[0])
        elif words[:1] in (["Downloading"], ["Using"]):
            self.files += 1
        elif line.startswith(UNPACKING_LINE):
            self._show(f"Installing {self.what}: unpacking {line.count(',') + 1} packages …", force=True)
            return
        else:
            return
        self._show(f"Installing {self.what}: {len(self.found)} packages found, {self.files} files fetched …")

    def _show(self, text: str, force: bool = False) -> None:
        now = time.monotonic()
        if self.moving:
            sys.stderr.write(f"\r\x1b[K{text} {now - self.began:.0f} s")
        elif force or not self.found or now - self.shown > PLAIN_LINE_SECONDS:
            self.shown = now
            sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """End the line with the time it took."""
        start = "\r\x1b[K" if self.moving else ""
        sys.stderr.write(f"{start}Installing {self.what} took {time.monotonic() - self.began:.0f} s.\n")
        sys.stderr.flush()


def describe_failure(output: str, log: Path) -> str:
    """Say in one line why pip failed and what to do."""
    if "No space left on device" in output:
        return "the disk is full; about 600 MB are needed for the environment. Free some space and start again."
    if "Read-only file system" in output:
        return "the checkout is on a read-only file system; set NEWSBASE_VENV to a folder that can be written."
    if any(sign in output for sign in NETWORK_SIGNS):
        return (
            f"a download failed; check the network (or PIP_INDEX_URL) and start again, it goes on from here. Log: {log}"
        )
    missing = re.search(r"No matching distribution found for (\S+)", output)
    if missing:
        version = ".".join(map(str, sys.version_info[:2]))
        return f"no wheel of {missing[1]} for this platform (Python {version}); use Python 3.11 to 3.13. Log: {log}"
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")]
    return f"pip failed: {errors[-1] if errors else 'no reason given'} Log: {log}"
