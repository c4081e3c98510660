"""The command that opens the graph to the world."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DATASET, Built, Lang, language_of, user_settings
from kg.errors import InputError

__all__ = ["serve"]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on. 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on. 端口")] = 8000,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Answer from this SPARQL 1.1 endpoint. 使用其他 SPARQL 端点")
    ] = None,
    build_folder: Built = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="How long a query may take [default: 60]. 限时（秒）")
    ] = None,
    lang: Lang = None,
) -> None:
    """Serve the explorer, the SPARQL endpoint and linked data.

    启动浏览器界面、SPARQL 端点与关联数据服务。

    Example: kg serve --port 8000
    """
    import uvicorn

    from kg.web.app import create_app
    from kg.web.pool import Limits
    from kg.web.source import LocalSource, RemoteSource, Source

    settings = user_settings()
    limits = Limits(timeout=timeout or settings.timeout)
    source: Source
    if endpoint:
        source = RemoteSource(endpoint, limits=limits, base=settings.base)
    else:
        source = LocalSource((build_folder or Path(settings.build)) / DATASET, limits=limits, base=settings.base)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host}:{port}: {error.strerror}; choose another with --host or --port"
            raise InputError(message) from error
    typer.echo(f"http://{host}:{port}/  ({'Ctrl+C stops' if language_of(lang, settings) == 'en' else 'Ctrl+C 停止'})")
    uvicorn.run(create_app(source, base=settings.base), host=host, port=port, log_level="warning")
