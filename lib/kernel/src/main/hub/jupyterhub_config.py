"""A hub for a class: copy it to /etc/jupyterhub/jupyterhub_config.py, and change what is marked with CHANGE.

    apt-get install --no-install-recommends jupyterhub jupyter-server python3-jupyterlab-server
    ./course install --prefix /opt/kontrast
    cd /var/lib/jupyterhub && jupyterhub -f /etc/jupyterhub/jupyterhub_config.py

It takes root. Users are those of the machine (PAM). Each has his own server and his own copies of the notebooks, in ~/kontrast, made
when he logs in first and never overwritten. Kernels are bounded by how they were installed: `./course install --help`.
"""

import os
import shutil

PREFIX = os.environ.get("KONTRAST_PREFIX", "/opt/kontrast")  # CHANGE: where ./course install put the course

c = get_config()  # noqa: F821

c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # CHANGE: behind a web server that speaks https, or with ssl_cert
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"
c.ConfigurableHTTPProxy.command = [shutil.which("configurable-http-proxy") or "configurable-http-proxy"]

c.Spawner.cmd = [os.path.join(PREFIX, "bin", "kontrast-server")]
c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 60
# An idle server is stopped by the hub's own helper; its notebooks are kept, its kernels end.
IDLE_MINUTES = 60  # CHANGE: 0 keeps servers until the hub ends
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=1800",  # a kernel that nobody uses for half an hour ends
    "--MappingKernelManager.cull_interval=120",
    f"--ServerApp.shutdown_no_activity_timeout={IDLE_MINUTES * 60}",
]

# Where systemd runs the machine and its spawner is installed (pip install jupyterhub-systemdspawner), each user's
# server with all its kernels is a group of its own, whose memory and processors are bounded by the system.
try:
    import systemdspawner  # noqa: F401

    c.JupyterHub.spawner_class = "systemd"
    c.SystemdSpawner.mem_limit = "3G"
    c.SystemdSpawner.cpu_limit = 2.0
    c.SystemdSpawner.isolate_tmp = True
except ImportError:
    pass
