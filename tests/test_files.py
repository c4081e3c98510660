"""What writing keeps: links, pipes, devices and modes, and what stood there if it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.files import replaced_directory, write_bytes

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes of POSIX")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@posix
def test_a_symbolic_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@posix
def test_a_link_to_a_folder_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.mkdir()
    (target / "old").touch()
    link.symlink_to(target)
    with replaced_directory(link) as fresh:
        (fresh / "new").touch()
    assert link.is_symlink()
    assert [each.name for each in target.iterdir()] == ["new"]


@posix
def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_bytes(pipe, b"through")
    reader.join(10)
    assert read == [b"through"]
    assert not pipe.is_file()


@posix
def test_a_device_is_written_into(tmp_path: Path) -> None:
    script = "from pathlib import Path; from kg.files import write_bytes; write_bytes(Path('/dev/stdout'), b'out')"
    target = tmp_path / "out"
    with target.open("wb") as stream:
        subprocess.run([sys.executable, "-c", script], stdout=stream, check=True)
    assert target.read_bytes() == b"out"
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.parametrize("name", ["-", Path("-")])
def test_a_hyphen_is_the_standard_output(name: str | Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_bytes(Path(name), b"out")
    assert capfdbinary.readouterr().out == b"out"
    assert not Path("-").exists()


@posix
def test_a_file_and_a_folder_keep_their_modes_and_new_ones_obey_the_umask(tmp_path: Path) -> None:
    old, folder = tmp_path / "old", tmp_path / "folder"
    old.touch(mode=0o640)
    old.chmod(0o640)
    folder.mkdir()
    folder.chmod(0o750)
    before = os.umask(0o077)
    try:
        write_bytes(old, b"x")
        write_bytes(tmp_path / "new", b"x")
        with replaced_directory(folder):
            pass
        with replaced_directory(tmp_path / "made"):
            pass
    finally:
        os.umask(before)
    modes = [mode(each) for each in (old, tmp_path / "new", folder, tmp_path / "made")]
    assert modes == [0o640, 0o600, 0o750, 0o700]


def test_what_stood_there_stays_if_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_bytes(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
