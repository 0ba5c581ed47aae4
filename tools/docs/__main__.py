"""`python -m tools.docs [--check]`: a process of its own, because words need Django's settings, without any secret."""

import os
import sys

import django

from tools.docs import main

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.settings")
django.setup()
sys.exit(main(sys.argv[1:]))
