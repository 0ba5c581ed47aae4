"""Every setting in one place: typed, described, checked at start.

A setting without a description does not pass the tests, and `docs/settings.md` is rendered from here.
Secrets (`SecretStr`) are never handed to child processes through their environment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from wasl.runtime.faults import Fault

PREFIX = "WASL_"
PROGRAMME_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Settings(BaseSettings):
    """What an administrator may decide. Everything has a default that suits the practice instance."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path | None = Field(
        None,
        description="Where database, keys, logs and uploads live. Without it: `/var/lib/wasl` as root, "
        "`.wasl/` in a checkout, else `~/.local/share/wasl`.",
    )
    programme: str | None = Field(
        None,
        description="Programme folder of this instance, such as `iq-al-amal`. Each programme that is named "
        "here has a home of its own inside the home, with its own database and keys.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="An external PostgreSQL (15 or newer) as `postgresql://host/database`. With it nothing "
        "is embedded. A user and password in it are not used: each process signs in with its own role.",
    )
    role_passwords: dict[str, SecretStr] = Field(
        {},
        description="For an external PostgreSQL whose roles somebody else made: JSON from role to password. "
        "Without it the passwords are those in the home's secrets.",
    )
    pg_bin: Path | None = Field(
        None,
        description="Folder with `postgres` and `initdb` to use first. Without it: the newest "
        "`/usr/lib/postgresql/*/bin` (15 or newer), else the Python package that carries them.",
    )
    pg_shared_buffers: str = Field(
        "256MB",
        pattern=r"^\d+(kB|MB|GB)$",
        description="Memory that the embedded PostgreSQL keeps for its cache.",
    )
    service_user: str = Field(
        "wasl",
        pattern=r"^[a-z_][a-z0-9_-]*$",
        description="Started by root, Wasl runs as three system users and a group that are named after this: "
        "`wasl-db`, `wasl-vault`, `wasl-web`, and `wasl` for the two sockets. What is missing is created.",
    )
    port: int = Field(8000, ge=1, le=65535, description="Port of the web server.")
    listen: str = Field(
        "localhost",
        description="Host name or address on which the web server listens (`0.0.0.0` for every address). "
        "Anything but this computer itself is served over HTTPS only: with `WASL_CERTIFICATE`, else with a "
        "certificate of the home's own local authority.",
    )
    certificate: Path | None = Field(
        None, description="The ministry's TLS certificate (PEM, with its chain), for use on a network."
    )
    certificate_key: Path | None = Field(None, description="Private key (PEM) of that certificate.")
    door_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="On a network: port of the plain door, which shows the device page and leads everything else "
        "to HTTPS. 0 for none. Without it: 80 where the pages are on 443, else the next port.",
    )
    web_processes: int = Field(1, ge=1, le=64, description="How many web processes serve pages.")
    upload_megabytes: int = Field(
        12,
        ge=2,
        le=24,
        description="Largest picture, scan or list that somebody can send, in megabytes. It is held in memory while it "
        "is read; of a picture at most 1.3 MB for each page is kept, whatever was sent.",
    )
    debug: bool = Field(
        False, description="Developers only: error pages that show code. Never with real people."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least important message that is still written to the logs."
    )

    @field_validator("programme")
    @classmethod
    def _programme_is_a_code(cls, value: str | None) -> str | None:
        if value is not None and not PROGRAMME_CODE.fullmatch(value):
            raise ValueError("small letters, digits and single hyphens only")
        return value

    @field_validator("home", "pg_bin", "certificate", "certificate_key")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("begins with postgresql://")
        return value


def load(**given: Any) -> Settings:
    """Settings from the environment, overridden by what a command was given; faults are told by variable."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(
            f"{PREFIX}{'_'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise Fault(
            f"Settings are wrong: {faults}.", "Every setting is described in docs/settings.md."
        ) from None


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like ours but name no setting: mostly spelling mistakes."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "CREDENTIALS_FD"}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def secret_variables() -> frozenset[str]:
    """Environment variables that hold a secret and therefore stop at the supervisor."""
    return frozenset(
        PREFIX + name.upper()
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    )


def render() -> str:
    """The page docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Each is an environment variable. `wasl doctor` says what is wrong with them.",
        "This page is written by `python -m wasl.runtime.settings`.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        default = "none" if field.default in (None, {}) else f"`{field.default}`"
        lines += [f"## {PREFIX}{name.upper()}", "", f"{field.description}", "", f"Default: {default}.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(render(), end="")
