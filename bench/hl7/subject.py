# python3-hl7 as a subject: subject.py <job> <file> [chunk bytes]; prints the same JSON as subject.js.
import asyncio
import json
import resource
import sys
import time

import hl7
from hl7.mllp.streams import HL7StreamReader

WARM_UP_S = 0.3
MEASURE_S = 0.5
LIMIT = 64 * 1024 * 1024

job, file = sys.argv[1:3]
chunk_bytes = int(sys.argv[3]) if len(sys.argv) > 3 else 65536
with open(file, "rb") as source:
    data = source.read()


# Where each block ends in the stream.
ends = []
at = data.find(b"\x1c\r")
while job == "deframe" and at >= 0:
    ends.append(at + 2)
    at = data.find(b"\x1c\r", at + 2)


def leaf(field, component=0):
    value = field[0]
    if not isinstance(value, str):
        value = value[component]
    while not isinstance(value, str):
        value = value[0]
    return value


def read():
    message = hl7.parse(data.decode("utf-8"))
    pid = message.segment("PID")
    values = [leaf(pid[3]), leaf(pid[5], 1), leaf(message.segment("OBR")[2])]
    for obx in message.segments("OBX") if job != "order" else []:
        values += [leaf(obx[3]), leaf(obx[5], 4 if job == "picture" else 0), leaf(obx[11])]
    return values


def split():
    return asyncio.run(split_stream())


async def split_stream():
    reader = HL7StreamReader(limit=LIMIT)
    lengths = []
    for at in range(0, len(data), chunk_bytes):
        reader.feed_data(data[at : at + chunk_bytes])
        # Blocks are asked for only when they are whole, which spares the library all waiting.
        while len(lengths) < len(ends) and ends[len(lengths)] <= at + chunk_bytes:
            lengths.append(len(await reader.readblock()))
    return lengths


def digest(values):
    return [len(v) if isinstance(v, str) and len(v) > 100 else v for v in values]


run = split if job == "deframe" else read
found = run()
warm_until = time.perf_counter() + WARM_UP_S
while time.perf_counter() < warm_until:
    run()
passes = 0
wall_start = time.perf_counter()
start = resource.getrusage(resource.RUSAGE_SELF)
used = start
while used.ru_utime + used.ru_stime - start.ru_utime - start.ru_stime < MEASURE_S:
    run()
    passes += 1
    used = resource.getrusage(resource.RUSAGE_SELF)
wall = time.perf_counter() - wall_start
print(
    json.dumps(
        {
            "found": digest(found),
            "userMs": (used.ru_utime - start.ru_utime) * 1000 / passes,
            "systemMs": (used.ru_stime - start.ru_stime) * 1000 / passes,
            "wallMs": wall * 1000 / passes,
        }
    )
)
