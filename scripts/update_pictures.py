"""Take the pictures of every page of the explorer that ``docs/explorer.md`` and the READMEs show.

Usage: ``python scripts/update_pictures.py [NAME …]`` (or ``make pictures``); needs the browser extra and Chromium. Each
page is taken in English at the width of a desk (NAME.png) and in Chinese at that of a phone (NAME-phone.png), from the
default dataset, without a copy of the text. Look at the pictures before you commit them.
"""

from __future__ import annotations

import base64
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import numpy as np
import uvicorn
from playwright.sync_api import sync_playwright

from kg.mapping import build
from kg.namespaces import BASE
from kg.reasoning import infer
from kg.resources import data_path
from kg.store import write_dataset
from kg.tables import read_tables
from kg.web.app import create_app
from kg.web.source import LocalSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

TARGET = Path(__file__).resolve().parent.parent / "docs" / "explorer"
DESK, PHONE = (1280, 1000), (390, 844)
MOST_BYTES = 200_000
COLOURS = 256


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its address, what to open on it first, and what has to be there before the picture is taken."""

    name: str
    path: str
    click: str = ""
    awaited: str = "main"
    type_: str = ""


def thing(name: str) -> str:
    return "/id/entity/" + quote(name)


SUPPORTED, CENTRE = "科技型中小企业", "上海市科技创业服务中心"
WHY = {"s": f"{BASE}entity/{CENTRE}", "p": "indirectlySupports", "o": f"{BASE}entity/{SUPPORTED}"}
COUNTS = """PREFIX tis: <https://w3id.org/tis/ontology#>

SELECT ?supporter (COUNT(DISTINCT ?supported) AS ?count) WHERE {
  ?supporter tis:supports ?supported .
}
GROUP BY ?supporter ORDER BY DESC(?count) ?supporter
LIMIT 6
"""
PICTURES = (
    Picture("home", "/"),
    Picture("search", "/search?q=zj"),
    Picture("completion", "/", awaited="[role=option]", click="#find", type_="zhangjaing"),
    Picture("class", "/search?class=FinancialProduct"),
    Picture("thing", thing("上海市科技金融信息服务平台")),
    Picture("group", thing(SUPPORTED), click=".theme.supporters .evidence summary"),
    Picture("loan", thing("履约贷款") + "#figures"),
    Picture("fact", "/id/shanghai-2012/relation/1182-1204"),
    Picture("sentence", "/id/shanghai-2012/sentence/1182-1291"),
    Picture("text", "/id/shanghai-2012"),
    Picture("why", "/why?" + urlencode(WHY), click=".reasons .evidence summary"),
    Picture("paths", "/paths?" + urlencode({"to": SUPPORTED})),
    Picture("questions", "/questions"),
    Picture("question", "/questions/figures_of?" + urlencode({"actor": "履约贷款"})),
    Picture("figures", "/figures?" + urlencode({"subject": "履约贷款", "sort": "-value"})),
    Picture("network", "/network", awaited=".picture"),
    Picture("editor", "/editor?" + urlencode({"query": COUNTS})),
    Picture("error", "/editor?" + urlencode({"query": "SELECT ?bank WHERE {\n  ?bank a tis:Bank ; tis:lendsTo\n}"})),
    Picture("terms", "/id/graph/ontology"),
    Picture("missing", thing("张将高新")),
)


@contextmanager
def served() -> Iterator[str]:
    """The explorer on the default dataset, at a free port."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dataset.nq"
        write_dataset(infer(build(read_tables(data_path("shanghai-2012")))), path)
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(LocalSource(path)), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def take(browser: Browser, address: str, picture: Picture, size: tuple[int, int], lang: str) -> bytes:
    """A picture of one page, as PNG."""
    path, _, fragment = picture.path.partition("#")
    joint = "&" if "?" in path else "?"
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(f"{address}{path}{joint}lang={lang}{'#' if fragment else ''}{fragment}", wait_until="networkidle")
    if picture.click:
        tab.locator(picture.click).first.click()
    if picture.type_:
        tab.keyboard.type(picture.type_)
    tab.locator(picture.awaited).first.wait_for()
    if picture.name == "network":
        tab.frame_locator("iframe").locator("canvas").wait_for()
        tab.wait_for_timeout(1500)  # until it is drawn, which nothing tells
    content = shrink(context.new_page(), tab.screenshot())  # a blank page, under no policy of ours
    context.close()
    return content


def shrink(blank: Tab, screenshot: bytes) -> bytes:
    """A picture of few colours, which is a quarter of the size; the browser takes the pixels out of it."""
    pixels, width, height = blank.evaluate(
        """async (png) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const data = context.getImageData(0, 0, image.width, image.height).data;
          let text = "";
          for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
          return [btoa(text), image.width, image.height];
        }""",
        base64.b64encode(screenshot).decode(),
    )
    data = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)[:, :, :3]
    return write_png(*reduce_colours(data))


def reduce_colours(data: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places of pixels in a palette of the most frequent colours, and the palette."""
    flat = data.reshape(-1, 3).astype(np.int32)
    codes, places, counts = np.unique(
        flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2], return_inverse=True, return_counts=True
    )
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    # Of colours that hardly differ only the most frequent one counts, so that rare but distinct ones keep a place.
    coarse = colours >> 3
    _, first = np.unique(coarse[np.argsort(-counts)], axis=0, return_index=True)
    leaders = np.argsort(-counts)[np.sort(first)][:COLOURS]
    palette = colours[leaders]
    nearest = np.empty(len(colours), np.uint8)
    for begin in range(0, len(colours), 4096):
        part = colours[begin : begin + 4096, None, :] - palette[None, :, :]
        nearest[begin : begin + 4096] = np.argmin((part**2).sum(axis=2), axis=1)
    return nearest[places].reshape(data.shape[:2]), palette.astype(np.uint8)


def write_png(indexes: np.ndarray, palette: np.ndarray) -> bytes:
    """A PNG with a palette: https://www.w3.org/TR/png-3/."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    height, width = indexes.shape
    rows = b"".join(b"\0" + row.tobytes() for row in indexes)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", palette.tobytes()),
            chunk(b"IDAT", zlib.compress(rows, 9)),
            chunk(b"IEND", b""),
        )
    )


def main(names: list[str]) -> None:
    TARGET.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in PICTURES:
            if names and picture.name not in names:
                continue
            for ending, size, lang in (("", DESK, "en"), ("-phone", PHONE, "zh")):
                content = take(browser, address, picture, size, lang)
                if len(content) > MOST_BYTES:
                    message = f"{picture.name}{ending}: {len(content):,} bytes; at most {MOST_BYTES:,}"
                    raise SystemExit(message)
                (TARGET / f"{picture.name}{ending}.png").write_bytes(content)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
