"""`wasl openapi`: what a program may ask of the API and how it is answered. Needs no instance and no database."""

import json
import os
from collections.abc import Sequence

from wasl.interfaces.cli.answers import DONE, parser


def run(argv: Sequence[str]) -> int:
    """The document is JSON with and without `--json`; for people it is set out in lines."""
    given = parser("openapi", "Print the OpenAPI document of the API.").parse_args(list(argv))
    os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.settings"
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from wasl.interfaces.api.api import openapi

    print(json.dumps(openapi(), ensure_ascii=False, indent=None if given.json else 1))
    return DONE
