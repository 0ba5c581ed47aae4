#!/bin/sh
# Puts the units, users and settings into place. Run as root from the folder /opt/wasl; safe to repeat.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
install -D -m 644 "$here/wasl.sysusers.conf" /etc/sysusers.d/wasl.conf
systemd-sysusers /etc/sysusers.d/wasl.conf
for unit in wasl.service wasl-doctor.service wasl-doctor.timer; do
    install -D -m 644 "$here/$unit" "/etc/systemd/system/$unit"
done
[ -e /etc/wasl/wasl.conf ] || install -D -m 600 "$here/wasl.conf" /etc/wasl/wasl.conf
ln -sf /opt/wasl/.venv/bin/wasl /usr/local/bin/wasl
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
fi
echo "Done. Next: wasl init, then: systemctl enable --now wasl wasl-doctor.timer"
