"""What serve.ts does, for peers in Python: the same lines in and out."""

import json
import statistics
import sys
import time


def serve(peer, version, work):
    """`work[row]()` gives (run, value, units): the timed call, the numbers to check, units of work in one call."""
    kept = {}
    say(peer=peer, version=version, rows=list(work))
    for line in sys.stdin:
        request = json.loads(line)
        row, seconds = request["row"], request["seconds"]
        try:
            if row not in kept:
                run, value, units = work[row]()
                start = time.perf_counter()
                run()
                slow = time.perf_counter() - start > seconds
                kept[row] = run, [float(x) for x in value()], units
                if not slow:
                    timed(run, units, seconds / 3)
            run, value, units = kept[row]
            say(row=row, value=value, **timed(run, units, seconds))
        except Exception as error:  # what a library refuses is a result of its row
            say(row=row, error=f"{type(error).__name__}: {error}")


def timed(run, units, seconds):
    """Samples of at least a millisecond each, until the time is up; at least one."""

    def sample(calls):
        start = time.perf_counter()
        for _ in range(calls):
            run()
        return time.perf_counter() - start

    until = time.perf_counter() + seconds
    calls = 1
    last = sample(calls)
    while last < 1e-3:
        calls *= 2
        last = sample(calls)
    samples = [last]
    while time.perf_counter() < until:
        samples.append(sample(calls))
    each = [s / (calls * units) for s in samples]
    return {"minimum": min(each), "median": statistics.median(each), "samples": len(each)}


def say(**line):
    print(json.dumps(line), flush=True)


class Last:
    """Calls a function and keeps what it returned last."""

    def __init__(self, make):
        self.make, self.value = make, None

    def __call__(self):
        self.value = self.make()
