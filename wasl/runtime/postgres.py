"""The embedded PostgreSQL: made once, run as our child, reached over a private socket with a password per
role.

Nothing listens on the network. Logs carry no statement and no detail, because either may hold a value.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from wasl.runtime import pidfile, roles
from wasl.runtime.binaries import Binaries
from wasl.runtime.children import Child, Running, last_lines
from wasl.runtime.faults import Fault
from wasl.runtime.home import Home
from wasl.runtime.identity import Account, users
from wasl.runtime.processes import ends_with_parent
from wasl.runtime.settings import Settings

PORT = 5432
ONE_AT_A_TIME = 0x5741534C
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FORGETFUL = dict.fromkeys(DURABLE, "off")
HBA = "# written by wasl: over the socket only, each role with its password\nlocal all all scram-sha-256\n"
OPTIONS = {
    "listen_addresses": "",
    "port": str(PORT),
    # the folder of the socket says who may come
    "unix_socket_permissions": "0770",
    "password_encryption": "scram-sha-256",
    "max_connections": "80",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_line_prefix": "[%p] ",
    "log_statement": "none",
    # refused statements are told to whoever sent them; their messages hold values, so they stay out of the log
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


class Cluster:
    """One data directory and the server on it. `durable=False` is for tests only."""

    embedded = True

    def __init__(
        self,
        home: Home,
        binaries: Binaries,
        *,
        account: Account | None = None,
        group: int | None = None,
        durable: bool = True,
        shared_buffers: str = "128MB",
    ) -> None:
        self.home = home
        self.binaries = binaries
        self.account = account
        self.group = group
        self._options = OPTIONS | (DURABLE if durable else FORGETFUL) | {"shared_buffers": shared_buffers}
        self._durable = durable
        self._running: Running | None = None

    @classmethod
    def of(cls, home: Home, settings: Settings, *, durable: bool = True) -> Cluster:
        """The cluster of a home, with programs that fit its data and can be run by its user."""
        who = users(settings, home.path, home.pgdata)
        account = who.database
        home.prepare_server(account, who.group)
        binaries = Binaries.find(settings, data_version(home)).runnable_by(account)
        return cls(
            home,
            binaries,
            account=account,
            group=who.group,
            durable=durable,
            shared_buffers=settings.pg_shared_buffers,
        )

    @property
    def data(self) -> Path:
        return self.home.pgdata.resolve()

    def create(self) -> bool:
        """Make the data directory if there is none. One that was left half made is made again."""
        self.home.prepare_server(self.account, self.group)
        if data_version(self.home) is not None:
            return False
        making = _making(self.home)
        if making.exists():
            self._empty_data()
        making.touch(mode=0o600)
        password = self.home.sockets / "first-password"
        try:
            self._write_as_server(password, self.home.secret(f"pg_{roles.SUPERUSER}"))
            self._initdb(password)
        finally:
            password.unlink(missing_ok=True)
        self._write_as_server(self.data / "pg_hba.conf", HBA)
        making.unlink()
        return True

    def child(self) -> Child:
        """The server as a child for the supervisor; `ready` also makes or corrects the roles."""
        if data_version(self.home) is None:
            raise Fault(
                f"There is no database in {self.home.path}.", "Make one with `wasl init` or `wasl demo`."
            )
        options = [f"--{name.replace('_', '-')}={value}" for name, value in self._options.items()]
        place = ["-D", str(self.data), "-k", str(self.home.sockets)]
        return Child(
            "postgres",
            [self.binaries.program("postgres"), *place, *options],
            ready=self.ready,
            env=self._environment(),
            stop=(signal.SIGINT, signal.SIGQUIT),
            account=self.account,
            before=lambda: pidfile.clear_the_way(self.data),
            patience=600.0,
            inherits_environment=False,
        )

    def start(self) -> None:
        """Start the server as a child of this process and wait until it serves."""
        if self._running is not None and self._running.process.poll() is None and self.alive():
            return
        self.stop()
        self._running = Running.start(self.child(), self.home.logs / "postgres.log")

    def stop(self) -> None:
        """Fast stop: connections are cut, everything committed is on disk."""
        if self._running is not None:
            self._running.end(patience=30.0)
            self._running = None

    @property
    def pid(self) -> int | None:
        return self._running.process.pid if self._running else None

    def dsn(self, role: str, dbname: str = roles.DATABASE) -> str:
        """How the role connects: over the socket, with its own password."""
        return make_conninfo(
            host=str(self.home.sockets),
            port=PORT,
            user=role,
            password=self.home.secret(f"pg_{role}"),
            dbname=dbname,
        )

    def alive(self) -> bool:
        """Whether somebody's server answers on this home's socket, however it was started."""
        try:
            with psycopg.connect(self.dsn(roles.SUPERUSER, "postgres"), connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def ready(self) -> bool:
        """Whether the server takes connections; if so, roles and database are as they should be.

        The server says in its own file when it is, so that a long recovery is not knocked at all the time.
        """
        if not pidfile.says_ready(self.data):
            return False
        try:
            self.ensure_roles()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_roles(self) -> None:
        """Roles, passwords from the home's secrets, the database and who may use it. Safe to repeat."""
        passwords = {role: self.home.secret(f"pg_{role}") for role in roles.ROLES}
        with self._as_superuser("postgres") as connection:
            # held until the connection closes: two commands may look at the same time
            connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            roles.ensure_roles(connection, passwords)
            roles.ensure_database(connection, roles.DATABASE)
            connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
            self._ensure_rights(roles.DATABASE)

    def create_database(self, name: str, template: str = "template0") -> None:
        """Another database with the same rights, for tests and trials; a `template` is copied whole."""
        with self._as_superuser("postgres") as connection:
            roles.ensure_database(connection, name, template)
        self._ensure_rights(name)

    def drop_database(self, name: str) -> None:
        with self._as_superuser("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _ensure_rights(self, name: str) -> None:
        with self._as_superuser(name) as connection:
            for statement in roles.rights(name):
                connection.execute(statement.encode())

    @contextmanager
    def _as_superuser(self, dbname: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with psycopg.connect(
            self.dsn(roles.SUPERUSER, dbname), autocommit=True, connect_timeout=5
        ) as connection:
            yield connection

    def _initdb(self, password: Path) -> None:
        locale = ["--locale=C.UTF-8"]
        if self.binaries.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [self.binaries.program("initdb"), "-D", str(self.data), "--encoding=UTF8", *locale]
        command += ["--data-checksums", "--auth=scram-sha-256", f"--username={roles.SUPERUSER}"]
        command += [f"--pwfile={password}", *([] if self._durable else ["--no-sync"])]
        log = self.home.logs / "initdb.log"
        with log.open("wb") as output:
            made = subprocess.run(
                command,
                cwd="/",
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                umask=0o077,
                check=False,
                # whoever was killed while making a database leaves nobody behind who goes on writing it
                preexec_fn=ends_with_parent(signal.SIGKILL),
                **(self.account.popen if self.account else {}),
            )
        if made.returncode != 0:
            raise Fault("The database could not be made.", f"initdb said:\n{last_lines(log)}")

    def _empty_data(self) -> None:
        for entry in sorted(self.data.rglob("*"), reverse=True):
            entry.rmdir() if entry.is_dir() and not entry.is_symlink() else entry.unlink()

    def _write_as_server(self, place: Path, text: str) -> None:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            if self.account:
                os.fchown(file.fileno(), self.account.uid, self.account.gid)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        return kept | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def data_version(home: Home) -> int | None:
    """The major version that wrote the data, or None where there is no whole data directory."""
    record = home.pgdata / "PG_VERSION"
    if not record.exists() or _making(home).exists():
        return None
    return int(record.read_text(encoding="ascii"))


def _making(home: Home) -> Path:
    """Is there while the data directory is being made: initdb writes its version long before it is done."""
    return home.pgdata.with_name(f"{home.pgdata.name}.unfinished")
