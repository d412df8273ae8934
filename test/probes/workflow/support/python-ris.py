"""A RIS on python3-hl7: acknowledges every message, prints what came as JSON lines, and sends results on request.

Out: {"port": n}, then {"received": "the message, lines ending in CR"} and {"answer": "the acknowledgement"}.
In: {"port": n, "message": "..."} to be sent over MLLP.
"""

import asyncio
import json
import sys
import threading

import hl7
from hl7.client import MLLPClient
from hl7.mllp import InvalidBlockError, start_hl7_server


async def serve(reader, writer):
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            print(json.dumps({"received": str(message)}), flush=True)
            writer.writemessage(message.create_ack("AA"))
            await writer.drain()
    except (asyncio.IncompleteReadError, InvalidBlockError, ConnectionError):
        writer.close()


def send_results():
    for line in sys.stdin:
        wanted = json.loads(line)
        with MLLPClient("127.0.0.1", wanted["port"], encoding="utf-8") as client:
            answer = client.send_message(hl7.parse(wanted["message"]))
        print(json.dumps({"answer": answer.decode("utf-8")}), flush=True)


async def main():
    server = await start_hl7_server(serve, host="127.0.0.1", port=0, encoding="utf-8")
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    threading.Thread(target=send_results, daemon=True).start()
    async with server:
        await server.serve_forever()


asyncio.run(main())
