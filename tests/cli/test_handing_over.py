"""Each process is handed what its work needs and nothing else."""

import json
from collections.abc import Mapping
from typing import Any

from tests.cli.commands import Place
from wasl.interfaces.cli import processes
from wasl.interfaces.cli.boot import Instance
from wasl.runtime.children import Child


def handed_to(instance: Instance) -> dict[str, str]:
    children = [processes.vault(instance), processes.web(instance), processes.worker(instance)]
    return {child.name: json.dumps(dict(given(child))) for child in children}


def given(child: Child) -> Mapping[str, Any]:
    """What it is handed at its next start."""
    return child.credentials() if callable(child.credentials) else child.credentials


def test_nobody_is_handed_the_password_of_another(demo: Place) -> None:
    instance = demo.instance
    passwords = {
        role: instance.home.secret(f"pg_wasl_{role}") for role in ("owner", "web", "vault", "worker")
    }
    passwords["super"] = instance.home.secret("pg_wasl_super")
    for process, given in handed_to(instance).items():
        assert {role for role, password in passwords.items() if password in given} == {process}


def test_only_the_web_gets_the_key_of_its_sessions(demo: Place) -> None:
    key = demo.instance.home.secret("web_sessions")
    assert [process for process, given in handed_to(demo.instance).items() if key in given] == ["web"]


def test_only_the_vault_is_told_where_the_keys_lie(demo: Place) -> None:
    folder = str(demo.instance.keyring_folder)
    assert [process for process, given in handed_to(demo.instance).items() if folder in given] == ["vault"]


def test_screens_lock_after_the_minutes_of_the_programme(demo: Place) -> None:
    assert demo.instance.for_django("web")["idle_minutes"] == 15
