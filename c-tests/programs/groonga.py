"""A client for groonga.sh: groonga.py PORT. Any failed assertion ends it."""
import http.client
import json
import sys

from peers import at_once

PORT = int(sys.argv[1])
CLIENTS, ROUNDS = 30, 60
QUERY = "/?t=complete&n=query&frequency_threshold=1&q="


def get(path):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    assert response.status == 200, f"{path}: {response.status}"
    body = response.read().decode()
    connection.close()
    return response.getheader("Content-Type"), body


def completions(path):
    kind, body = get(path)
    assert kind.startswith("application/json"), kind
    return [row[0] for row in json.loads(body)["complete"][2:]]


def client(_number):
    for _ in range(ROUNDS // 2):
        assert completions(QUERY + "ev") == ["event loop", "evening"]
        assert completions(QUERY + "%65%76eni") == ["evening"]


kind, body = get(QUERY + "even&callback=call")
assert kind.startswith("text/javascript") and body.startswith("call({") and body.endswith("});"), body
assert get("/?t=complete")[1] == "{}"
long = "x" * 7000
assert completions(QUERY + long) == []
at_once(CLIENTS, client)
print(f"completions, JSONP, {CLIENTS * ROUNDS} requests of {CLIENTS} clients on 4 threads and one socket")
