"""JupyterHub on one machine: its proxy, and a server for each student. How to use it: docs/hub.md."""

import os
import resource
import sys
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

c = get_config()  # noqa: F821 - JupyterHub's

IDLE = 3600
"""Seconds after which a server that nobody uses is stopped. Answers are in a file and stay."""


class LimitedSpawner(LocalProcessSpawner):
    """For machines without systemd: limits the memory of each process of a student's, not of all together."""

    def make_preexec_fn(self, name):
        """Become the student, then take the limits."""
        become = super().make_preexec_fn(name)

        def prepare():
            become()
            os.umask(0o077)
            if self.mem_limit:
                resource.setrlimit(resource.RLIMIT_DATA, (self.mem_limit, self.mem_limit))

        return prepare


if Path("/run/systemd/system").is_dir():
    c.JupyterHub.spawner_class = "systemd"  # limits all of a student's processes together
    c.SystemdSpawner.disable_user_sudo = c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.unit_extra_properties = {"UMask": "0077"}
else:
    c.JupyterHub.spawner_class = LimitedSpawner

c.Spawner.mem_limit = "1G"  # docs/hub.md has the measurements
c.Spawner.cmd = [sys.executable, "-m", "immunolearn", "lab", "course", "--"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # a whole class may start at once
c.Spawner.args = [f"--MappingKernelManager.cull_idle_timeout={IDLE}", "--MappingKernelManager.cull_connected=True"]

c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # a web server with a certificate stands before it
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students"}
c.PAMAuthenticator.admin_groups = {"instructors"}

c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE}"]}
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
