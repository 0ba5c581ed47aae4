"""The worker process: jobs from the queue, and what happens at fixed hours."""

import asyncio
import os
import sys

from procrastinate import App

from wasl.interfaces.web import log_lines
from wasl.runtime.handed import handed
from wasl.runtime.processes import harden


def main() -> int:
    given = handed()
    harden()
    log_lines.speak(debug=given.get("debug", False), level="warning")
    os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.settings"
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from wasl.interfaces.cli import tasks

    tasks.register(app)
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("the queue is not in the database")
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        asyncio.run(work(working))
    return 0


async def work(app: App) -> None:
    """Until SIGTERM; a job that runs then is finished first."""
    async with app.open_async():
        await app.run_worker_async(concurrency=1, delete_jobs="successful")


if __name__ == "__main__":
    sys.exit(main())
