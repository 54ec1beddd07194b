"""The people who look on at a meeting, in a process of their own: `python -m benchmarks.onlookers`, told a job as JSON, stopped by a line.

It imports little, so that it is there at once.
"""

import asyncio
import json
import sys
from collections import Counter

HOST = "127.0.0.1"
PEOPLE, EVERY = 60, 2.0
"""Each asks again after so many seconds, as static/js/meeting.js does."""


async def look_on(job: dict[str, str], seen: Counter[str], number: int) -> None:
    """One of them, over one connection; they do not all ask in the same moment."""
    head = f"GET {job['way']} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {job['cookie']}\r\nIf-None-Match: {job['mark']}\r\n"
    request = f"{head}Sec-Fetch-Site: same-origin\r\n\r\n".encode()
    await asyncio.sleep(EVERY * number / PEOPLE)
    reader, writer = await asyncio.open_connection(HOST, int(job["port"]))
    while True:
        writer.write(request)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode()
        status = answer.split()[1]
        seen[status] += 1
        length = [line for line in answer.lower().splitlines() if line.startswith("content-length:")]
        if status != "204" and length:
            await reader.readexactly(int(length[0].partition(":")[2]))
        await asyncio.sleep(EVERY)


async def all_of_them(job: dict[str, str]) -> Counter[str]:
    seen: Counter[str] = Counter()
    each = [asyncio.create_task(look_on(job, seen, number)) for number in range(PEOPLE)]
    await asyncio.sleep(2 * EVERY)
    print("all are there", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    for one in each:
        one.cancel()
    broken = [
        one for one in await asyncio.gather(*each, return_exceptions=True) if type(one) is not asyncio.CancelledError
    ]
    assert not broken, broken
    return seen


if __name__ == "__main__":
    print(json.dumps(asyncio.run(all_of_them(json.loads(sys.stdin.readline())))))
