"""Many clients at the same time."""
import threading


def at_once(count, client):
    """Call client(0), client(1) ... each in a thread, all starting together; an exception in one is raised here."""
    failures = []
    together = threading.Barrier(count)

    def run(number):
        try:
            together.wait(10)
            client(number)
        except Exception as error:
            failures.append(error)
    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
