"""Each call that can fail does, in turn: tests/faults/shim.c, loaded into the three processes.

Every allocation, read, write, fork, socket, open and stat. The mail comes out, whole, once, in
time; or the status says that it did not. OFFPRINT_FAULTS calls of each sort are chosen from all
of them; where it is not set, 60. 0: every one (an hour).
"""

import concurrent.futures
import os
import queue
import random
import shutil
import subprocess
import time

import pytest

from harness import BUILD, ENV, TEASER, WARC, run
from samples import BRIDGE, header_of
from servers import ALLOW, serving

MOST = int(os.environ.get("OFFPRINT_FAULTS", "60"))
SHIM = BUILD / "tests" / "faults" / ".libs" / "shim.so"
GATE = BUILD / "tests" / "faults" / "offprint"
CALLS = ("alloc", "read", "write", "fork", "socket", "open", "stat")
PROGRAMS = ("offprint", "offprint-reader", "offprint-fetcher")
REPLAY = ["--replay", WARC, "--deadline", "4"]
LIVE = ["--allow-net", ALLOW, "--deadline", "4"]
PROCESSORS = os.cpu_count() or 1


class Worker:
    """Runs offprint with one call that fails; a FIFO tells whether it came to that call."""

    def __init__(self, folder):
        self.folder = folder
        self.fifo = folder / "fifo"
        os.mkfifo(self.fifo)
        self.descriptor = os.open(self.fifo, os.O_RDWR | os.O_NONBLOCK)
        self.box = folder / "box.eml"
        self.cache = folder / "cache"

    def came(self):
        try:
            return len(os.read(self.descriptor, 100)) > 0
        except BlockingIOError:
            return False

    def run(self, fault, args, stdin):
        """How it ended, how long it took, and whether it came to the call."""
        shutil.rmtree(self.cache, ignore_errors=True)
        self.cache.mkdir()
        env = {
            **ENV,
            "LD_PRELOAD": str(SHIM),
            "OFFPRINT_SHIM": f"{fault} {self.fifo}",
            "XDG_CACHE_HOME": str(self.cache),
        }
        begun = time.monotonic()
        done = subprocess.run(
            [str(GATE), *args],
            input=stdin,
            capture_output=True,
            env=env,
            timeout=60,
            check=False,
        )
        return done, time.monotonic() - begun, self.came()


def is_whole(out, mail):
    """The mail as it was, or an offprint that gives it back."""
    if out == mail:
        return True
    fields = header_of(out) + b"\n"
    return b"\nX-Offprint: status=" in fields and run("--restore", stdin=out).out == mail


def judge(done, seconds, mail):
    """What is wrong with one run, or nothing."""
    if seconds > 9:
        return f"took {seconds:.1f} s"
    if done.returncode < 0:
        return f"the gate was killed by signal {-done.returncode}"
    if done.returncode == 0 and not is_whole(done.stdout, mail):
        return f"status 0, and neither the mail nor an offprint: {done.stdout[:200]!r}"
    if done.returncode not in (0, 70, 74, 75):
        return f"status {done.returncode}"
    return None


def judge_in_place(worker, done, mail):
    data = worker.box.read_bytes()
    if is_whole(data, mail) and done.returncode in (0, 66, 70, 74, 75):
        return None
    left = sorted(path.name for path in worker.folder.iterdir())
    return f"the file: {data[:200]!r}, status {done.returncode}, {left}"


class Trial:
    """One program, one sort of call, and what it is to do."""

    def __init__(self, workers, program, call, args, mail=TEASER):
        self.workers = workers
        self.fault = f"{program} {call}"
        self.args = args
        self.mail = mail

    def comes(self, number):
        return self.workers[0].run(f"{self.fault} {number}", self.args, self.mail)[2]

    def last(self):
        """How many such calls there are, roughly: by doubling and halving."""
        if not self.comes(1):
            return 0
        high = 2
        while self.comes(high):
            high *= 2
        low = high // 2
        while high - low > max(1, low // 50):
            middle = (low + high) // 2
            low, high = (middle, high) if self.comes(middle) else (low, middle)
        return high

    def attempt(self, worker, number):
        """What is wrong if this call fails, and whether it was come to."""
        done, seconds, came = worker.run(f"{self.fault} {number}", self.args, self.mail)
        return judge(done, seconds, self.mail), came

    def check(self):
        """Fails each of the chosen calls, alone and with all behind it."""
        last = self.last()
        tasks = [f"{number}{more}" for number in chosen(last) for more in ("", "+")]
        free = queue.SimpleQueue()
        for worker in self.workers:
            free.put(worker)

        def one(task):
            worker = free.get()
            try:
                return self.attempt(worker, task)
            finally:
                free.put(worker)

        with concurrent.futures.ThreadPoolExecutor(len(self.workers)) as pool:
            results = list(pool.map(one, tasks))
        assert [(task, why) for task, (why, _) in zip(tasks, results) if why] == []
        assert last == 0 or any(came for _, came in results)


class InPlace(Trial):
    """The same with --in-place."""

    def attempt(self, worker, number):
        worker.box.write_bytes(self.mail)
        args = ["--in-place", str(worker.box), *self.args]
        done, _, came = worker.run(f"{self.fault} {number}", args, self.mail)
        return judge_in_place(worker, done, self.mail), came


def chosen(last):
    """All calls, or the first ones and some of the others."""
    if last == 0:
        return []
    if MOST == 0 or last <= MOST:
        return list(range(1, last + 2))
    chance = random.Random(7)
    others = {chance.randint(1, last) for _ in range(MOST * 2 // 3)}
    return sorted(set(range(1, MOST // 3)) | others)


@pytest.fixture(name="workers")
def make_workers(tmp_path):
    if not (SHIM.exists() and GATE.exists()):
        pytest.skip("build tests/faults (make check does, with glibc and no sanitizers)")
    folders = [tmp_path / str(number) for number in range(PROCESSORS)]
    for folder in folders:
        folder.mkdir()
    workers = [Worker(folder) for folder in folders]
    yield workers
    for worker in workers:
        os.close(worker.descriptor)


# The reader and the fetcher start no process.
FAULTS = [
    (program, call)
    for program in PROGRAMS
    for call in CALLS
    if program == "offprint" or call != "fork"
]


@pytest.mark.parametrize("program, call", FAULTS)
def test_fault(workers, program, call):
    Trial(workers, program, call, REPLAY).check()


@pytest.mark.parametrize("call", ["alloc", "read", "write", "socket", "open"])
def test_fault_over_http(workers, call):
    with serving() as server:
        mail = TEASER.replace(BRIDGE, f"{server.base}/bridge".encode())
        Trial(workers, "offprint-fetcher", call, LIVE, mail).check()


@pytest.mark.parametrize("call", ["read", "write", "open", "stat"])
def test_fault_in_place(workers, call):
    InPlace(workers, "offprint", call, REPLAY).check()
