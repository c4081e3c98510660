from __future__ import annotations

import builtins
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import DecodingError
from kg.text.decoding import decode, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")
pypdf = pytest.importorskip("pypdf")
pytest.importorskip("lxml")


# ── PDF ────────────────────────────────────────────────────────────────────────────────────


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with a line of text for each string, in a font that is not embedded."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids), font]
    for index, page in enumerate(pages):
        shown = b" ".join(b"<%s> Tj 0 -20 Td" % line.encode("utf-16-be").hex().encode() for line in page)
        stream = b"BT /F1 12 Tf 50 800 Td %s ET" % shown if page else b""
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * index)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def test_the_text_of_a_pdf_is_read_whatever_it_is_called() -> None:
    data = pdf(["云港市渔业报告", "渔船进港。"], ["货轮出港。"])
    assert decode(data, "a.txt") == "云港市渔业报告\n渔船进港。\n\f货轮出港。\n"


def test_a_scanned_pdf_is_refused_by_name() -> None:
    with pytest.raises(
        DecodingError, match=r"^a\.pdf: a scanned PDF \(2 pages without a text layer\); recognise"
    ) as error:
        decode(pdf([], []), "a.pdf")
    assert "扫描版" in error.value.say("zh")


def test_an_encrypted_pdf_is_refused_by_name() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["渔船进港。"])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DecodingError, match=r"^a\.pdf: an encrypted PDF; save it without its password"):
        decode(out.getvalue(), "a.pdf")


def test_what_only_begins_like_a_pdf_is_not_read_as_prose() -> None:
    with pytest.raises(DecodingError, match=r"^a\.txt: a damaged PDF"):
        decode("%PDF-1.7 渔船进港。".encode(), "a.txt")


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.text.formats.pdf.MAX_PAGES", 1)
    with pytest.raises(DecodingError, match="2 pages; at most 1 are read, so split it"):
        decode(pdf(["渔船进港。"], ["货轮出港。"]), "a.pdf")


# ── Word ───────────────────────────────────────────────────────────────────────────────────


def written(thing: Any) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def test_a_word_document_is_read_in_its_order_with_its_tables() -> None:
    document = docx.Document()
    document.add_heading("云港市渔业报告", 1)
    document.add_paragraph("渔船进港。").add_run("货轮出港。")
    document.add_paragraph("单位：亿元")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["指标", "2011年", "2012年", "渔业产值", "2.5", "3.1"], strict=True):  # noqa: SLF001
        cell.text = text
    document.add_paragraph("吊车卸货。")
    assert decode(written(document), "a.docx").splitlines() == [
        "云港市渔业报告", "渔船进港。货轮出港。", "单位：亿元", "2011年，渔业产值为2.5亿元。", "2012年，渔业产值为3.1亿元。", "吊车卸货。",
    ]  # fmt: skip


def test_merged_cells_of_a_word_table_hold_for_all_that_they_span() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    rows = [["地区", "渔业产值（亿元）", ""], ["", "2011年", "2012年"], ["云港县", "2.5", "3.1"]]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    assert decode(written(document), "a.docx").splitlines() == [
        "2011年，云港县渔业产值为2.5亿元。",
        "2012年，云港县渔业产值为3.1亿元。",
    ]


def test_of_tracked_changes_what_was_deleted_is_no_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("渔船")
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for tag, child, text in (("del", "delText", "出港"), ("ins", "t", "进港。")):
        run = docx.oxml.parse_xml(f'<w:{tag} xmlns:w="{w}"><w:r><w:{child}>{text}</w:{child}></w:r></w:{tag}>')
        paragraph._p.append(run)  # noqa: SLF001
    assert decode(written(document), "a.docx") == "渔船进港。\n"


# ── Excel ──────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_is_read_as_it_is_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["云港市渔业（2012年）"],
        ["地区", "产值", None, "渔民（万人）"],
        [None, "绝对值（亿元）", "比上年增长"],
        ["云港县", 2.456, 0.081, 3],
        ["云山县", 0.1 + 0.2, -0.02, 4.5],
        ["注：初步数。"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D3")
    sheet["B4"].number_format = "0.0"
    for cell in ("C4", "C5"):
        sheet[cell].number_format = "0.0%"
    hidden = book.create_sheet("底稿")
    hidden.append(["草稿", 1])
    hidden.sheet_state = "hidden"
    assert decode(written(book), "a.xlsx").splitlines() == [
        "云港市渔业（2012年）",
        "2012年，云港县产值为2.5亿元。",
        "2012年，云港县产值比上年增长8.1%。",
        "2012年，云港县渔民为3万人。",
        "2012年，云山县产值为0.3亿元。",
        "2012年，云山县产值比上年下降2.0%。",
        "2012年，云山县渔民为4.5万人。",
        "注：初步数。",
    ]


# ── HTML and Markdown ──────────────────────────────────────────────────────────────────────

PAGE = """<!DOCTYPE html><html><head><title>网站</title><style>p{}</style></head><body><nav>首页</nav>
<h1>云港市<br>渔业报告</h1><script>alert("船")</script><p>渔船<b>进港</b>，
  货轮出港。</p><ul><li>吊车卸货；</li><li hidden>隐藏</li></ul><p style="display: none">隐藏</p>
<table><tr><th rowspan="2">地区</th><th colspan="2">渔业产值（亿元）</th></tr><tr><th>2011年</th><th>2012年</th></tr>
<tr><td>云港县</td><td>2.5</td><td>3.1</td></tr></table><table><tr><td><p>渔民出海。</p></td></tr></table>
<footer>版权</footer></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_of_a_web_page_its_text_is_read(name: str, encoding: str) -> None:
    assert [line for line in decode(PAGE.encode(encoding), name).splitlines() if line] == [
        "云港市", "渔业报告", "渔船进港，货轮出港。", "吊车卸货；", "2011年，云港县渔业产值为2.5亿元。", "2012年，云港县渔业产值为3.1亿元。",
        "渔民出海。",
    ]  # fmt: skip


def test_a_web_page_reaches_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密", encoding="utf-8")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><html><body><p>渔船&x;进港。</p></body></html>'
    )
    assert "秘密" not in decode(page.encode(), "a.html")


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "---\ntitle: 渔\n---\n# 云港市 *渔业* 报告\n\n渔船[进港](http://a.b)，**货轮**出港。\n\n- 吊车卸货；\n\n> 渔民出海。\n\n"
        "| 指标 | 2012年 |\n|---|---|\n| 渔业产值（亿元） | 3.1 |\n"
    )
    assert [line for line in decode(text.encode(), "a.md").splitlines() if line] == [
        "云港市 渔业 报告", "渔船进港，货轮出港。", "吊车卸货；", "渔民出海。", "2012年，渔业产值为3.1亿元。",
    ]  # fmt: skip


def test_marks_of_markdown_in_plain_text_are_text() -> None:
    assert decode("# 渔船\n".encode(), "a.txt") == "# 渔船\n"


# ── what is refused ────────────────────────────────────────────────────────────────────────


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, data in parts.items():
            stream.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (archive({"a.txt": b"x"}), "a zip archive, which is not read; unpack it"),
        (archive({"ppt/presentation.xml": b""}), "a PowerPoint presentation, which is not read; export it as PDF"),
        (archive({"OFD.xml": b""}), "an OFD document, which is not read; export it as PDF"),
        (b"PK\x03\x04 no archive", "a zip archive, which is not read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", r"an old Office document, which is not read; save it as \.docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "an encrypted Office document, which is not read; save it without its password",
        ),
        (rb"{\rtf1 text}", r"an RTF document, which is not read; save it as \.docx"),
        (archive({"word/document.xml": b"no markup"}), "a damaged Word document"),
        (archive({"xl/workbook.xml": b"<!DOCTYPE x><x/>"}), r"xl/workbook\.xml declares entities"),
        (b"<html><body><script>1</script></body></html>", "a web page without text"),
    ],
)
def test_what_is_not_read_is_refused_by_name_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(DecodingError, match=rf"^a\.txt: {message}"):
        decode(data, "a.txt")


def test_an_archive_that_unpacks_to_more_than_a_library_is_not_unpacked() -> None:
    bomb = archive({"word/document.xml": b"<a/>" + b" " * (65 << 20)})
    assert len(bomb) < 1 << 20
    with pytest.raises(DecodingError, match="unpacks to 68 MB; at most 67 MB of text are read"):
        decode(bomb, "a.docx")


@pytest.mark.parametrize(
    ("make", "kind", "missing"),
    [
        (lambda: pdf(["渔船进港。"]), "a PDF", "pypdf"),
        (lambda: written(docx.Document()), "a Word document", "docx"),
        (lambda: written(openpyxl.Workbook()), "an Excel workbook", "openpyxl"),
        (PAGE.encode, "a web page", "lxml"),
    ],
)
def test_without_the_extra_a_format_is_refused_by_name(
    make: Callable[[], bytes], kind: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make()
    real = builtins.__import__

    def without(name: str, *arguments: Any, **others: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ModuleNotFoundError(name=missing)
        return real(name, *arguments, **others)

    monkeypatch.setattr(builtins, "__import__", without)
    expected = rf"^a\.bin: {kind}, and {missing} is not installed; pip install 'tis-kg\[formats\]', or save"
    with pytest.raises(DecodingError, match=expected) as error:
        decode(data, "a.bin")
    assert "tis-kg[formats]" in error.value.say("zh")


def test_plain_text_is_told_from_what_has_to_be_written_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("渔船进港。", encoding="utf-8")
    (tmp_path / "b.txt").write_text(PAGE, encoding="utf-8")
    assert is_plain(tmp_path / "a.txt")
    assert not is_plain(tmp_path / "b.txt")
