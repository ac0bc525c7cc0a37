# One process in the foreground; where root starts it, it is not root but may read what root may.
set -eu
export PAGES=$PWD
unprivileged=
[ "$(id -u)" != 0 ] || unprivileged="setpriv --reuid=www-data --regid=www-data --clear-groups --inh-caps=+dac_override --ambient-caps=+dac_override"
rm -f "$WORK/httpd.pid"
exec $unprivileged /usr/sbin/apache2 -X -f "$PWD/httpd.conf"
