"""The command that opens the graph to the world."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DATASET, Built, ChapterFile, Lang, Seconds, document_of, language_of, user_settings
from kg.errors import InputError

__all__ = ["serve"]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on. 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one. 端口")] = 8000,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Answer from this SPARQL 1.1 endpoint. 使用其他 SPARQL 端点")
    ] = None,
    build_folder: Built = None,
    chapter: ChapterFile = None,
    cors: Annotated[
        bool, typer.Option("--cors", help="Let pages of other sites read the answers. 允许跨域读取")
    ] = False,
    timeout: Seconds = None,
    lang: Lang = None,
) -> None:
    """Serve the explorer, the SPARQL endpoint and linked data.

    启动浏览器界面、SPARQL 端点与关联数据服务。

    Example: kg serve --port 8000
    """
    from urllib.parse import urlsplit

    from kg.triplestore import index, open_store
    from kg.web.app import create_app
    from kg.web.pool import Limits
    from kg.web.server import bind, run
    from kg.web.source import LocalSource, RemoteSource, Source

    if endpoint and build_folder:
        message = "--endpoint and --build cannot stand together: the answers come from one of them"
        raise InputError(message)
    settings = user_settings()
    limits = Limits(timeout=timeout or settings.timeout)
    source: Source
    if endpoint:
        source = RemoteSource(endpoint, limits=limits, base=settings.base)
    else:
        dataset = (build_folder or Path(settings.build)) / DATASET
        open_store(index(dataset))
        source = LocalSource(dataset, limits=limits, base=settings.base)
    listener = bind(host, port)
    shown, port = listener.getsockname()[:2]
    # A server of this machine answers only to its own names, or a page elsewhere could give it one and read it.
    local = shown in ("127.0.0.1", "::1")
    hosts = ["127.0.0.1", "localhost", "[::1]", urlsplit(settings.base).hostname or "localhost"] if local else ["*"]
    english = language_of(lang, settings) == "en"
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    run(
        create_app(source, base=settings.base, document=document_of(chapter), hosts=hosts, cors=cors),
        listener,
        lambda: typer.echo(f"{address}  SPARQL: {address}sparql  {'Ctrl+C stops' if english else 'Ctrl+C 停止'}"),
    )
