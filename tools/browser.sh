#!/bin/sh
# Makes sure that the browser tests have a browser: installs Debian's where it may, says how where it may not.
set -eu

found() { .venv/bin/python -m tests.chromium >/dev/null 2>&1; }

found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium
    found && exit 0
fi
cat >&2 <<'END'
The browser tests need Chromium, and none was found. Do one of these:
  as root on Debian or Ubuntu:  apt-get install chromium
  one that lies elsewhere:      make test WASL_CHROMIUM=/path/to/chromium
  no root:                      .venv/bin/playwright install chromium
  leave the browser tests out:  make test BROWSER=no
END
exit 1
