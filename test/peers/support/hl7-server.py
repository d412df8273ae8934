"""MLLP server on python3-hl7: prints its port, acknowledges every message, prints PID-5 as JSON lines.

Usage: hl7-server.py CODE [--manner silent|wrong-id] [--tls CERT KEY [CLIENT_CA]]
"""

import asyncio
import json
import ssl
import sys

from hl7.mllp import InvalidBlockError, start_hl7_server


def make_context(paths):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paths[0], paths[1])
    if len(paths) > 2:
        context.load_verify_locations(paths[2])
        context.verify_mode = ssl.CERT_REQUIRED
    return context


async def serve(reader, writer, code, manner):
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            pid = [str(s[5]) for s in message if str(s[0]) == "PID"]
            print(json.dumps({"controlId": str(message["MSH"][0][10]), "names": pid}), flush=True)
            if manner == "silent":
                continue
            ack = message.create_ack(code)
            if manner == "wrong-id":
                ack["MSA"][0][2] = "OTHER"
            writer.writemessage(ack)
            await writer.drain()
    except (asyncio.IncompleteReadError, InvalidBlockError, ConnectionError):
        writer.close()


async def main():
    code = sys.argv[1]
    options = sys.argv[2:]
    context = make_context(options[options.index("--tls") + 1 :]) if "--tls" in options else None
    manner = options[options.index("--manner") + 1] if "--manner" in options else None
    server = await start_hl7_server(
        lambda reader, writer: serve(reader, writer, code, manner),
        host="127.0.0.1",
        port=0,
        limit=64 * 1024 * 1024,
        encoding="utf-8",
        ssl=context,
    )
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
