"""One origin behind which servers stand side by side, as a hub's proxy has it: ``proxy.py BASE=PORT ...``.

Prints its own port, then forwards every connection to the server whose base starts the path, until it is ended.
"""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import suppress

PORTS = {}


async def pipe(reader, writer):
    with suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.close()


async def forward(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    port = next(port for base, port in PORTS.items() if head.split()[1].startswith(base.encode()))
    server, to_server = await asyncio.open_connection("127.0.0.1", int(port))
    if b"upgrade: websocket" not in head.lower():  # a kept connection could take the next request astray
        head = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
        head = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
    to_server.write(head)
    await asyncio.gather(pipe(reader, to_server), pipe(server, writer))


async def serve():
    server = await asyncio.start_server(forward, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    PORTS.update(argument.split("=") for argument in sys.argv[1:])
    asyncio.run(serve())
