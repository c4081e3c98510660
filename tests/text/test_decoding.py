from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DecodingError, InputError
from kg.text.decoding import decode, fingerprint, read_document

if TYPE_CHECKING:
    from pathlib import Path

PROSE = "滨海市新建孵化器九家，\r\n入驻团队一百二十个。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_text_is_read_in_each_known_encoding_with_its_line_ends(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "a.txt") == PROSE


def test_traditional_characters_in_big5_are_told_from_gb18030_by_what_prose_is_full_of() -> None:
    prose = "濱海市新建孵化器九家，\r\n入駐團隊的經費為一百二十萬元。\n"
    assert decode(prose.encode("big5"), "a.txt") == prose


def test_a_file_of_more_than_a_library_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    monkeypatch.setattr("kg.text.decoding.MAX_BYTES", 60)
    with pytest.raises(InputError, match=r"a\.txt: .* MB are read, so split it into its chapters"):
        read_document(tmp_path / "a.txt")


def test_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbfabc", "a.txt") == "abc"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_empty_input_is_an_error(data: bytes) -> None:
    with pytest.raises(DecodingError, match=r"a\.txt: empty; give"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"text\0", r"binary \(a NUL at byte 4\)"),
        ("滨海".encode("utf-16"), r"UTF-16 \(a mark at byte 0\)"),
        (b"\xc4\xea\x01\x02", r"binary \(a control character at byte 2\)"),
        (b"ab\xff", r"neither UTF-8 \(a bad byte at 2\) nor GB18030 \(at 2\) nor Big5 \(at 2\)"),
    ],
)
def test_what_is_no_text_is_named_with_offset_and_remedy(data: bytes, message: str) -> None:
    with pytest.raises(DecodingError, match=rf"^b\.bin: {message}; save the file as plain text in UTF-8$"):
        decode(data, "b.bin")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_damaged_utf_8_is_not_mistaken_for_gb18030(mark: bytes) -> None:
    whole = mark + PROSE.encode()
    broken = whole[:45] + whole[46:]
    with pytest.raises(UnicodeDecodeError) as found:
        broken.decode()
    broken.decode("gb18030", "replace")
    with pytest.raises(DecodingError, match=rf"damaged UTF-8 \(a bad byte at {found.value.start}\)"):
        decode(broken, "a.txt")


@given(st.text().filter(lambda text: text.strip() and "\0" not in text and not text.startswith("\ufeff")))
def test_any_text_survives_utf_8(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


@given(st.binary(max_size=64))
def test_any_bytes_give_text_or_a_decoding_error(data: bytes) -> None:
    try:
        text = decode(data, "a.bin")
    except DecodingError as error:
        assert str(error).startswith("a.bin: ")  # noqa: PT017 - either outcome is right, and each has its form
    else:
        assert text.strip()


def test_document_carries_the_hash_of_its_text_in_utf_8(tmp_path: Path) -> None:
    plain, marked, chinese = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    plain.write_bytes(PROSE.encode())
    marked.write_bytes(PROSE.encode("utf-8-sig"))
    chinese.write_bytes(PROSE.encode("gb18030"))
    documents = [read_document(path) for path in (plain, marked, chinese)]
    assert {each.text for each in documents} == {PROSE}
    assert {each.sha256 for each in documents} == {hashlib.sha256(PROSE.encode()).hexdigest()}
    assert documents[0].name == str(plain)


def test_fingerprint_is_sha_256_in_hexadecimal() -> None:
    assert fingerprint("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_missing_file_is_an_input_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: no such file; give the path"):
        read_document(tmp_path / "none.txt")


def test_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder; give the path"):
        read_document(str(tmp_path))
