#!/usr/bin/env python3
"""Talks to examples-c/ws-echo with the package `websockets`.

    ws-websockets.py PORT
"""
import asyncio
import sys

import websockets
import websockets.sync.client
from websockets.asyncio.client import connect

URI = f"ws://127.0.0.1:{sys.argv[1]}/echo"


async def texts_and_bytes():
    # It offers to compress, which is not taken up.
    async with connect(URI, max_size=None) as ws:
        for n in (0, 1, 125, 126, 127, 65535, 65536, 1_000_000, 8_000_000):
            for message in ("ä" * (n // 2), bytes(range(256)) * (n // 256) + b"x" * (n % 256)):
                await ws.send(message)
                assert await ws.recv() == message, n
        assert not ws.response.headers.get("Sec-WebSocket-Extensions")


async def fragments():
    async with connect(URI) as ws:
        await ws.send(["one", "", "ä", "two"])
        assert await ws.recv() == "oneätwo"
        await ws.send([b"a", b"b" * 70000, b""])
        assert await ws.recv() == b"a" + b"b" * 70000


async def pings():
    async with connect(URI, ping_interval=0.05, ping_timeout=5) as ws:
        assert await (await ws.ping("hello")) < 5
        for pong in [await ws.ping(str(i)) for i in range(20)]:
            await pong
        await asyncio.sleep(0.3)
        await ws.send("still there")
        assert await ws.recv() == "still there"


async def closing():
    for code, reason in ((1000, ""), (1001, "away"), (4321, "κόσμε"), (3000, "x" * 123)):
        async with connect(URI) as ws:
            await ws.close(code, reason)
            assert ws.close_code == code, ws.close_code
    async with connect(URI) as ws:
        await ws.send("bye")
        try:
            await ws.recv()
            raise AssertionError("a message")
        except websockets.exceptions.ConnectionClosedOK as error:
            assert (error.rcvd.code, error.rcvd.reason) == (1000, "bye") and error.rcvd_then_sent


def send_too_much():
    # asyncio's transport does not bear to be closed twice by the other side's doing.
    with websockets.sync.client.connect(URI, max_size=None) as ws:
        try:
            ws.send(b"x" * (17 << 20))
            ws.recv()
            raise AssertionError("a message")
        except websockets.exceptions.ConnectionClosedError as error:
            # It gets to know why, though the server had not taken all of it.
            assert error.rcvd and error.rcvd.code == 1009, error


async def too_large():
    await asyncio.to_thread(send_too_much)


async def protocols():
    async with connect(URI, subprotocols=["chat", "superchat"]) as ws:
        assert ws.subprotocol == "chat"
    try:
        async with connect(URI.replace("echo", "other")):
            raise AssertionError("a session")
    except websockets.exceptions.InvalidStatus as error:
        assert error.response.status_code == 404


async def many():
    async def one(who):
        async with connect(URI) as ws:
            for i in range(100):
                await ws.send(f"{who} {i}")
            for i in range(100):
                assert await ws.recv() == f"{who} {i}"
    await asyncio.gather(*(one(who) for who in range(100)))


async def main():
    failed = 0
    tests = (texts_and_bytes, fragments, pings, closing, too_large, protocols, many)
    for test in tests:
        try:
            await asyncio.wait_for(test(), 30)
        except Exception as error:  # whatever it is, the others come too
            failed += 1
            print(f"FAIL {test.__name__}: {error!r}")
    print(f"websockets {websockets.__version__}: {len(tests) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


asyncio.run(main())
