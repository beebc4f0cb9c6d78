"""Serves JupyterLab's front end where only the server's packages are installed.

Some systems package the server of JupyterLab but not its web pages. `./course` then fetches the pages
alone and starts this program, which is the `jupyter lab` command in little:

    python3 lab.py --assets FOLDER [any option of the Jupyter server]

FOLDER is a `lab` folder as JupyterLab installs it, with `static`, `schemas` and `themes` in it.
"""

import os
import sys

from jupyterlab_server import LabServerApp
from traitlets import Unicode


def take_assets(arguments):
    """Takes `--assets FOLDER` out of the arguments; returns the folder and the rest.

    As an extension of another server, as on a hub, it is told the folder by KONTRAST_LAB_ASSETS.
    """
    rest = list(arguments)
    if __name__ != "__main__":
        folder = os.environ.get("KONTRAST_LAB_ASSETS", "")
    elif "--assets" not in rest or rest.index("--assets") + 1 >= len(rest):
        sys.exit("lab.py: say where JupyterLab's files are: --assets FOLDER")
    else:
        at = rest.index("--assets")
        folder = os.path.abspath(rest[at + 1])
        del rest[at : at + 2]
    if not os.path.isfile(os.path.join(folder, "static", "index.html")):
        message = f"lab.py: {folder} holds no static/index.html; is it JupyterLab's `lab` folder?"
        raise ImportError(message) if __name__ != "__main__" else SystemExit(message)
    return folder, rest


ASSETS, ARGUMENTS = take_assets(sys.argv[1:])

# What JupyterLab remembers of a user (settings, the open tabs) belongs to the user, not to the assets.
USER = os.path.join(
    os.environ.get("JUPYTER_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".jupyter"), "lab"
)


class Lab(LabServerApp):
    """JupyterLab from a folder of assets."""

    name = "lab"
    app_name = "JupyterLab"
    app_namespace = "lab"
    default_url = Unicode("/lab", config=True)
    static_dir = os.path.join(ASSETS, "static")
    templates_dir = static_dir
    schemas_dir = os.path.join(ASSETS, "schemas")
    themes_dir = os.path.join(ASSETS, "themes")
    app_settings_dir = os.path.join(ASSETS, "settings")
    user_settings_dir = os.path.join(USER, "user-settings")
    workspaces_dir = os.path.join(USER, "workspaces")
    # The pages' own scripts carry a hash in their names, so a browser may keep them.
    cache_files = True

    def initialize_settings(self):
        super().initialize_settings()
        self.settings["page_config_hook"] = page_config


def page_config(handler, config):
    """Leaves out what asks the network (a course must work without) and opens the page to tests."""
    config["disabledExtensions"] = list(config.get("disabledExtensions", [])) + [
        "@jupyterlab/apputils-extension:announcements",
        "@jupyterlab/extensionmanager-extension",
    ]
    config["exposeAppInBrowser"] = "KONTRAST_BROWSER_TEST" in os.environ
    return config


def _jupyter_server_extension_points():
    """Where the server finds the class above."""
    return [{"module": __name__, "app": Lab}]


if __name__ == "__main__":
    Lab.launch_instance(ARGUMENTS)
