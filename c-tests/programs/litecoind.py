"""For litecoind.sh.

litecoind.py tor PORT    be Tor's control port
litecoind.py run PORT    use the server there, by RPC and REST
"""
import base64
import hashlib
import http.client
import json
import socket
import sys
import threading
import time

from peers import at_once

PORT = int(sys.argv[2])
CLIENTS, ROUNDS = 20, 50
KEY = bytes(range(32))
CHECK = hashlib.sha3_256(b".onion checksum" + KEY + b"\3").digest()[:2]
ONION = base64.b32encode(KEY + CHECK + b"\3").decode().lower()


def tor():
    client, _ = socket.create_server(("127.0.0.1", PORT)).accept()
    for line in client.makefile("rb"):
        match line.split()[0]:
            case b"PROTOCOLINFO":
                client.sendall(b'250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n250-VERSION Tor="0.4.7.1"\r\n')
            case b"ADD_ONION":
                client.sendall(b"250-ServiceID=" + ONION.encode() + b"\r\n250-PrivateKey=ED25519-V3:eA==\r\n")
        client.sendall(b"250 OK\r\n")


class Client:
    def __init__(self, password="secret"):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        self.headers = {"Authorization": "Basic " + base64.b64encode(f"user:{password}".encode()).decode()}

    def ask(self, path, body=None, method=None, status=200):
        self.connection.request(method or ("POST" if body else "GET"), path, body, self.headers)
        response = self.connection.getresponse()
        assert response.status == status, f"{path}: {response.status}, not {status}"
        return response.read()

    def call(self, method, *params):
        answer = json.loads(self.ask("/", json.dumps({"method": method, "params": params, "id": 5})))
        assert answer["id"] == 5 and answer["error"] is None, answer
        return answer["result"]

    def height(self):
        return self.call("getblockcount")


def rules(blocks):
    """What a server says to those who ask wrongly, and its pages without a password."""
    client = Client()
    Client("wrong").ask("/", b"{}", status=401)
    client.ask("/", status=405)
    client.ask("/nowhere", status=404)
    client.ask("/", b"not json", status=500)
    client.ask("/", b'{"method": "nothing", "id": 1}', status=404)
    block = client.ask(f"/rest/block/{blocks[-1]}.bin")
    assert client.ask(f"/rest/block/{blocks[-1]}.hex") == block.hex().encode() + b"\n"
    assert json.loads(client.ask(f"/rest/block/{blocks[-1]}.json"))["hash"] == blocks[-1]
    assert len(client.ask(f"/rest/headers/101/{blocks[0]}.bin")) >= 101 * 80
    client.ask("/rest/block/none.bin", status=400)


def many_calls(client):
    """A body of some hundred kilobytes, answered by another one."""
    asked = [{"method": "getblockhash", "params": [i % 101 + 1], "id": i} for i in range(3000)]
    answers = json.loads(client.ask("/", json.dumps(asked)))
    assert [answer["id"] for answer in answers] == list(range(3000))


def user(_number):
    client = Client()
    for _ in range(ROUNDS):
        assert client.height() == 101
        assert json.loads(client.ask("/rest/chaininfo.json"))["blocks"] == 101


def long_waits(client, address):
    """Calls that are answered when something happens, and after their time if nothing does."""
    found = []
    waiting = [threading.Thread(target=lambda: found.append(Client().call("waitforblockheight", 103, 15000)["height"]))
               for _ in range(2)]
    for thread in waiting:
        thread.start()
    began = time.monotonic()
    assert client.call("waitfornewblock", 300)["height"] == 101
    assert 0.25 < time.monotonic() - began < 10
    assert not found
    client.call("generatetoaddress", 2, address)
    for thread in waiting:
        thread.join(15)
    assert found == [103, 103], found


def wait_for_onion(client):
    end = time.monotonic() + 15
    while ONION + ".onion" not in [known["address"] for known in client.call("getnetworkinfo")["localaddresses"]]:
        assert time.monotonic() < end, "Tor's control port gave no address"
        time.sleep(0.1)


def run():
    client = Client()
    address = client.call("getnewaddress")
    blocks = client.call("generatetoaddress", 101, address)
    assert client.height() == 101 and client.call("getbalance") == 50
    rules(blocks)
    many_calls(client)
    at_once(CLIENTS, user)
    long_waits(client, address)
    wait_for_onion(client)
    print(f"{2 * CLIENTS * ROUNDS} calls of {CLIENTS} clients by RPC and REST, long waits, Tor's control port")


tor() if sys.argv[1] == "tor" else run()
