"""`wasl`, and `python -m wasl`."""

import sys

from wasl.interfaces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
