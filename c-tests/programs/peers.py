"""What the clients and servers of these tests have in common."""
import hashlib
import socket
import threading
import time


def until(seconds, true, what):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def at_once(count, work):
    """Call work(0), work(1) ... in a thread each; if any fails, so does this."""
    failures = []

    def one(number):
        try:
            work(number)
        except Exception as error:
            failures.append(repr(error))
    threads = [threading.Thread(target=one, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, f"{len(failures)} of {count} fail: {failures[0]}"


def serve(port, what):
    """Accept connections, and call what(connection) in a thread for each."""
    def one(connection):
        connection.settimeout(20)
        try:
            what(connection)
        except OSError:  # its client notices
            pass
        finally:
            connection.close()

    def accept(listener):
        while True:
            threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()
    listener = socket.create_server(("127.0.0.1", port), backlog=100)
    threading.Thread(target=accept, args=(listener,), daemon=True).start()


def connect(port, seconds=15):
    return socket.create_connection(("127.0.0.1", port), seconds)


def answer(connection):
    """For each message, which is a line with its length and then its data, say its digest and send it back."""
    with connection.makefile("rb") as file:
        while head := file.readline():
            data = file.read(int(head))
            connection.sendall(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)


def exchange(connection, data, late=0):
    """Send a message to one who answers so, and look late at what comes."""
    with connection, connection.makefile("rb") as file:
        connection.sendall(b"%d\n" % len(data) + data)
        time.sleep(late)
        assert file.readline().strip() == hashlib.sha256(data).hexdigest().encode(), "the server got something else"
        assert file.read(len(data)) == data, "not what the server sent"
