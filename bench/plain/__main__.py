"""`python -m bench.plain tables|serve|answer`: makes the tables, serves pages, or answers visits on a pipe.

On the pipe each line is a visit, `{"as": user name, "do": "get", "path": …, "form": …}`, and each answer says how long
it took, `{"seconds": …, "status": …, "statements": …}`; the clock runs in here, around the page alone.
"""

import json
import os
import sys
import time


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.plain.settings"
    import django

    django.setup()
    if sys.argv[1] == "tables":
        return tables()
    if sys.argv[1] == "serve":
        return serve(int(sys.argv[2]))
    return answer()


def tables() -> int:
    from django.core.management import call_command
    from django.db import connection

    from bench.plain import models

    call_command("migrate", verbosity=0, interactive=False)
    with connection.schema_editor() as editor:
        for name in dir(models):
            model = getattr(models, name)
            if isinstance(model, type) and getattr(model, "__module__", "") == models.__name__:
                editor.create_model(model)
    return 0


def serve(port: int) -> int:
    """As Wasl's own web process is served."""
    import multiprocessing

    from django.core.wsgi import get_wsgi_application
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import MPServer

    application = get_wsgi_application()
    multiprocessing.set_start_method("fork")
    MPServer(
        "bench.plain", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4,
        websockets=False, log_level=LogLevels.error,
    ).serve(target_loader=lambda: application, wrap_loader=False)  # fmt: skip
    return 0


def answer() -> int:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    visitors: dict[str, Client] = {}
    for line in sys.stdin:
        visit = json.loads(line)
        browser = visitors.get(visit["as"])
        if browser is None:
            browser = visitors[visit["as"]] = Client(SERVER_NAME="localhost")
            browser.force_login(User.objects.get(username=visit["as"]))
        if visit["do"] == "session":
            told = {"cookie": browser.cookies["sessionid"].value}
            print(json.dumps(told), flush=True)
            continue
        sent: list[str] = []
        ask = browser.get if visit["do"] == "get" else browser.post

        def execute(run, query, params, many, context, sent=sent):
            sent.append(query)
            return run(query, params, many, context)

        if visit.get("count"):
            with connection.execute_wrapper(execute):
                response = ask(visit["path"], visit.get("form"))
        begun = time.perf_counter()
        if not visit.get("count"):
            response = ask(visit["path"], visit.get("form"))
        seconds = time.perf_counter() - begun
        told = {
            "seconds": seconds,
            "status": response.status_code,
            "statements": len(sent),
            "length": len(response.content),
        }
        print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
