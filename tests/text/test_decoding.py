from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import DecodingError, InputError
from kg.text.decoding import decode, fingerprint, read_document

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_text_is_read_from_each_encoding_of_the_trade(encoding: str) -> None:
    assert decode("滨海市创新中心".encode(encoding), "x") == "滨海市创新中心"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"\xff\xff\xff", "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(DecodingError, match=f"chapter.txt: {message}"):
        decode(data, "chapter.txt")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "nowhere.txt")


def test_line_ends_stay_so_that_offsets_hold(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("甲。\r\n乙。\r\n".encode())
    document = read_document(tmp_path / "a.txt")
    assert document.text[4:6] == "乙。"
    assert document.sha256 == fingerprint(document.text)
