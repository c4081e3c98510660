"""Bytes of plain text -> text: UTF-8, GB18030 or Big5, never guessed where all could be wrong."""

from __future__ import annotations

import re

from kg.errors import DecodingError

__all__ = ["REMEDY", "decode_text"]

REMEDY = "save the file as plain text in UTF-8"
"""What helps with any file that cannot be read."""
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DAMAGED = 8
"""With so many Chinese characters before the first bad byte, a file is damaged UTF-8, not GB18030."""
_LEGACY = {"gb18030": "GB18030", "big5hkscs": "Big5"}
_COMMON = re.compile(r"[，。、；：的]")
"""What any Chinese prose is full of, and what bytes read in the wrong encoding hardly ever give."""


def decode_text(data: bytes, name: str) -> str:
    """Text from bytes, without a byte order mark; ``name`` is how errors call the bytes.

    Raises:
        DecodingError: if they are empty, binary, damaged UTF-8, or in an encoding other than UTF-8, Big5 and
            GB18030 (which GBK and GB2312 are parts of); it gives the offset of the first bad byte.

    """
    if data.startswith(_UTF_16_MARKS):
        message = f"{name}: UTF-16 (a mark at byte 0); {REMEDY}"
        raise DecodingError(message)
    if b"\0" in data:
        message = f"{name}: binary (a NUL at byte {data.index(0)}); {REMEDY}"
        raise DecodingError(message)
    text = _decode(data, name)
    if not text.strip():
        message = f"{name}: empty; give the text of a chapter"
        raise DecodingError(message)
    return text


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (len(data) - len(error.object))  # the codec counts from behind the mark
    if len(_CHINESE.findall(data[:start].decode("utf-8", "ignore"))) >= _DAMAGED:
        message = f"{name}: damaged UTF-8 (a bad byte at {start}); get an intact copy, or {REMEDY}"
        raise DecodingError(message)
    read, problems = _read_legacy(data)
    if not read:
        message = f"{name}: neither UTF-8 (a bad byte at {start}) nor {' nor '.join(problems)}; {REMEDY}"
        raise DecodingError(message)
    encoding, text = max(read.items(), key=lambda each: len(_COMMON.findall(each[1])) / len(each[1]))
    control = _CONTROL.search(text)
    if control:
        place = len(text[: control.start()].encode(encoding))
        message = f"{name}: binary (a control character at byte {place}); {REMEDY}"
        raise DecodingError(message)
    return text


def _read_legacy(data: bytes) -> tuple[dict[str, str], list[str]]:
    """The text in each encoding of Chinese before Unicode that it may be in, and why in the others it is not."""
    read, problems = {}, []
    for encoding, called in _LEGACY.items():
        try:
            read[encoding] = data.decode(encoding)
        except UnicodeDecodeError as error:
            problems.append(f"{called} (at {error.start})")
    return read, problems
