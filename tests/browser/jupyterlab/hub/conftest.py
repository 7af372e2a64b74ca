"""A real JupyterHub after ``deploy/jupyterhub_config.py``, with system users that are made and removed."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
import websocket

ROOT = Path(__file__).parents[4]
TOKEN = uuid4().hex
PATIENCE = 240
"""Seconds to wait on a busy machine."""
CONFIG = """
import runpy
deployed = runpy.run_path({deployed!r}, init_globals={{"get_config": get_config}})
c = get_config()
c.JupyterHub.spawner_class = deployed["LimitedSpawner"]  # on a machine with systemd, too
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_port = {ports[1]}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.Spawner.args += {options!r}
c.Spawner.environment = {{"LD_LIBRARY_PATH": {library!r}}}
c.JupyterHub.services[0]["api_token"] = {culler!r}
c.JupyterHub.services.append({{"name": "test", "api_token": {token!r}}})
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles.append({{"name": "test", "services": ["test"], "scopes": scopes}})
"""


def free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def public_python(folder):
    """This Python with its packages, where every user can run it: this one may lie where only root can look."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    lib = folder / "lib" / name
    tree = partial(shutil.copytree, symlinks=True, copy_function=_link, dirs_exist_ok=True)
    tree(sysconfig.get_path("stdlib"), lib, ignore=shutil.ignore_patterns("site-packages", "dist-packages", "test"))
    tree(sysconfig.get_path("purelib"), lib / "site-packages", ignore=shutil.ignore_patterns("*immunolearn*"))
    for part in ("share/jupyter", "share/jupyterhub", "etc/jupyter"):
        tree(Path(sys.prefix) / part, folder / part)
    tree(ROOT / "src" / "immunolearn", lib / "site-packages" / "immunolearn")
    for part in ("data", "lessons", "notebooks"):  # as the wheel has them
        tree(ROOT / part, lib / "site-packages" / "immunolearn" / "_content" / part)
    shared = Path(sysconfig.get_config_var("LIBDIR") or "") / (sysconfig.get_config_var("INSTSONAME") or "none")
    if shared.is_file():
        shutil.copy(shared, folder / "lib")
    (folder / "bin").mkdir()
    shutil.copy(os.path.realpath(sys.executable), folder / "bin" / name)
    return folder / "bin" / name


def processes(user):
    """Ids of what a user runs."""
    uid = pwd.getpwnam(user).pw_uid
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == uid:
                found.append(int(entry.name))
    return found


@contextmanager
def system_users(count, folder):
    """People with an account of this machine, whose homes others may look into."""
    folder.mkdir()
    names = [f"il{os.getpid()}-{number}" for number in range(1, count + 1)]
    made = []
    try:
        for name in names:
            command = ["useradd", "--create-home", "--base-dir", folder, "--key", "HOME_MODE=0755", name]
            subprocess.run(command, check=True, capture_output=True)
            made.append(name)
        yield names
    finally:
        for name in made:
            for process in processes(name):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            subprocess.run(["userdel", name], check=True, capture_output=True)


class Hub:
    """A running JupyterHub."""

    def __init__(self, address, python, names):
        self.address = address
        self.python = python
        self.names = names
        self.culler = uuid4().hex
        self.log = self.environment = self.process = None

    def api(self, path, method="GET", *, token=TOKEN, **data):
        body = json.dumps(data).encode() if data else None
        request = Request(self.address + path, body, {"Authorization": f"token {token}"}, method=method)
        with urlopen(request, timeout=120) as answer:
            return json.loads(answer.read() or "null")

    def answers(self):
        with suppress(OSError):
            return self.api("hub/api/users") is not None
        return False

    def ready(self):
        """Names of those whose server can be used, and of all who have one."""
        servers = {user["name"]: user["servers"].get("") for user in self.api("hub/api/users")}
        return {name for name, server in servers.items() if server and server["ready"]}, {*filter(servers.get, servers)}

    def wait(self, done):
        limit = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > limit or self.process.poll() is not None:
                raise TimeoutError(self.log.read_text())
            time.sleep(0.2)

    def start(self, names):
        """Start at once the servers that do not run; seconds until each can be used."""
        missing = {*names} - self.ready()[1]
        begun = time.monotonic()
        asked = self.ask_all(missing, "POST")
        seconds = {}

        def all_ready():
            for name in self.ready()[0] - seconds.keys():
                seconds[name] = time.monotonic() - begun
            return seconds.keys() >= {*names}

        self.wait(all_ready)
        asked()
        return list(seconds.values())

    def stop(self, names):
        self.ask_all(names, "DELETE")()
        self.wait_until_stopped()

    def ask_all(self, names, method):
        """Ask for or against servers at once, since the hub answers late; what is given waits for its answers."""
        pool = ThreadPoolExecutor(max(len(names), 1))
        answers = [pool.submit(self.api, f"hub/api/users/{name}/server", method) for name in names]
        pool.shutdown(wait=False)
        return lambda: [answer.result() for answer in answers]

    def wait_until_stopped(self):
        self.wait(lambda: not self.ready()[1])

    def kernel(self, name):
        """Start a kernel of somebody's; its address."""
        return f"user/{name}/api/kernels/" + self.api(f"user/{name}/api/kernels", "POST", name="python3")["id"]

    def run(self, kernel, code):
        """Run code in a kernel; what it prints."""
        address = f"{self.address}{kernel}/channels".replace("http", "ws", 1)
        line = websocket.create_connection(address, timeout=120, header=[f"Authorization: token {TOKEN}"])
        header = {"msg_id": uuid4().hex, "msg_type": "execute_request", "session": uuid4().hex, "version": "5.3"}
        asked = {"header": {**header, "username": ""}, "parent_header": {}, "metadata": {}, "channel": "shell"}
        line.send(json.dumps({**asked, "content": {"code": code, "silent": False, "allow_stdin": False}}))
        said = []
        while True:
            message = json.loads(line.recv())
            if message["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            content = message["content"]
            said += [content[part] for part in ("text", "ename") if part in content and message["channel"] == "iopub"]
            if content.get("execution_state") == "idle":
                line.close()
                return "".join(said)


@contextmanager
def running_hub(count, options=()):
    """A hub with students who have an account but no server yet."""
    root = Path(tempfile.mkdtemp(prefix="immunolearn-hub-"))
    root.chmod(0o755)
    try:
        with system_users(count, root / "home") as names:
            ports = free_ports(3)
            hub = Hub(f"http://127.0.0.1:{ports[0]}/", public_python(root / "python"), names)
            state = root / "state"
            state.mkdir(mode=0o700)
            library = str(root / "python" / "lib")
            (state / "config.py").write_text(
                CONFIG.format(
                    deployed=str(ROOT / "deploy" / "jupyterhub_config.py"),
                    proxy=str(ROOT / "node_modules" / ".bin" / "configurable-http-proxy"),
                    ports=ports,
                    options=list(options),
                    library=library,
                    culler=hub.culler,
                    token=TOKEN,
                )
            )
            hub.log = state / "log"
            hub.environment = {
                "PATH": os.environ["PATH"],
                "HOME": str(state),
                "LD_LIBRARY_PATH": library,
                "LANG": "C.UTF-8",
            }
            command = [hub.python, "-m", "jupyterhub", "-f", "config.py"]
            with hub.log.open("w") as log:
                hub.process = subprocess.Popen(command, cwd=state, env=hub.environment, stdout=log, stderr=log)
            try:
                hub.wait(hub.answers)
                for name in names:
                    hub.api(f"hub/api/users/{name}", "POST")
                yield hub
            finally:
                hub.process.terminate()
                hub.process.wait(timeout=90)
    finally:
        shutil.rmtree(root)


@pytest.fixture(scope="module")
def hub(quiet):
    """Five students' hub."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("useradd"):
        pytest.skip("only root of a Linux machine can make the system users of a hub: this is not tested here")
    with running_hub(5, quiet) as running:
        yield running
