"""What a function may read besides its arguments: the clock, chance, the environment, files, the network, the machine.

A function that does may answer otherwise tomorrow, or elsewhere, whatever was judged here. Names are taken as the
imports of their module spell them in full. Invariant: nothing is imported or run; a name of this table is taken for a
read wherever the unit names it, too many rather than too few.
"""

_WHOLE = frozenset(
    (
        "secrets", "socket", "ssl", "sqlite3", "subprocess", "tempfile", "locale", "platform", "shelve", "dbm", "glob",
        "requests", "httpx", "zoneinfo", "getpass", "fileinput", "resource", "select", "selectors", "mmap",
    )
)  # fmt: skip
"""Modules of which any name is a read."""

_CLOCK = (
    "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time",
    "process_time_ns", "thread_time", "localtime", "gmtime", "ctime", "asctime", "strftime", "mktime", "timezone",
    "tzname", "altzone", "daylight", "clock_gettime",
)  # fmt: skip
_SYSTEM = (
    "environ", "environb", "getenv", "getenvb", "getcwd", "getcwdb", "getpid", "getppid", "getlogin", "listdir",
    "scandir", "walk", "stat", "lstat", "access", "open", "read", "urandom", "getrandom", "cpu_count", "uname",
    "readlink", "popen", "system", "get_terminal_size", "getloadavg", "times",
    "path.exists", "path.lexists", "path.isfile", "path.isdir", "path.islink", "path.getsize", "path.getmtime",
    "path.getatime", "path.getctime", "path.expanduser", "path.expandvars", "path.abspath", "path.realpath",
)  # fmt: skip
_CHANCE = (
    "random", "randint", "randrange", "choice", "choices", "sample", "shuffle", "uniform", "gauss", "betavariate",
    "normalvariate", "expovariate", "triangular", "getrandbits", "randbytes", "seed", "SystemRandom", "getstate",
)  # fmt: skip

_NAMES = frozenset(
    (
        *(f"time.{name}" for name in _CLOCK),
        *(f"os.{name}" for name in _SYSTEM),
        *(name.replace("path.", "posixpath.", 1) for name in _SYSTEM if name.startswith("path.")),
        *(f"random.{name}" for name in _CHANCE),
        *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today", "fromtimestamp")),
        *("datetime.date.today", "datetime.date.fromtimestamp", "uuid.uuid1", "uuid.uuid4", "uuid.getnode"),
        *("sys.argv", "sys.stdin", "sys.path", "sys.modules", "io.open", "io.open_code", "pkgutil.get_data"),
        *("codecs.open", "urllib.request.urlopen", "http.client.HTTPConnection", "http.client.HTTPSConnection"),
        *("importlib.resources.files", "importlib.resources.read_text", "importlib.metadata.version"),
        *("numpy.random", "numpy.load", "numpy.loadtxt", "numpy.genfromtxt", "pandas.read_csv", "linecache.getline"),
    )
)  # fmt: skip

BUILT_IN = frozenset(("open", "input"))
"""Built-in functions that read, when they are called."""
METHODS = frozenset(("read_text", "read_bytes"))
"""Methods of paths: no other class of the library has them."""


def read_by(name: str) -> str:
    """What a name in full (`os.environ.get`, `datetime.date.today`) reads (`os.environ`); empty: nothing."""
    parts = name.split(".")
    if parts[0] in _WHOLE:
        return parts[0]
    return next((read for end in range(2, len(parts) + 1) if (read := ".".join(parts[:end])) in _NAMES), "")
