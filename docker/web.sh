#!/bin/sh
# nginx in a container, as nobody in particular: the page and the API (gwms-web), or the door before several
# hosts that do that (gwms-web front HOST:PORT…). GWMS_ORIGIN is the page's address as browsers see it; behind a
# front, TRUSTED is the network whose word on a client's address is taken.
set -eu
run=/tmp/nginx
mkdir -p "$run/tmp" "$run/log"
ln -sfn /opt/gwms/nginx "$run/gwms"
ln -sfn /opt/gwms/page "$run/page"
ln -sf /dev/stdout "$run/log/access.log"
ln -sf /dev/stderr "$run/log/nginx.log"
origin=${GWMS_ORIGIN:-http://127.0.0.1:8080}
host=${origin#*://}
host=${host%%[:/]*}

case ${1:-} in
'')
	# The frame of a private copy, but for all addresses of this container, and with its socket.
	sed -e "s|@USER@||" -e "s|unix:@RUN@/api.sock|unix:/run/gwms/api.sock|" -e "s|listen 127.0.0.1:@PORT@|listen 8080|" \
		-e "s|@ORIGIN@|$origin|g" -e "s|@HOST@|$host|g" -e "s|@RATE@|${RATE:-20}|" -e "s|@BURST@|${BURST:-40}|" \
		-e "s|@LOGINS@|${LOGINS:-2}|" -e "s|@CONNECTIONS@|${CONNECTIONS:-50}|" \
		-e "s|include gwms/http.conf;|include gwms/http.conf; ${TRUSTED:+set_real_ip_from $TRUSTED; real_ip_header X-Forwarded-For; real_ip_recursive on;}|" \
		/opt/gwms/nginx/nginx.conf.in >"$run/nginx.conf"
	;;
front)
	shift
	[ $# -gt 0 ] || { echo "usage: gwms-web front HOST:PORT…" >&2; exit 2; }
	servers=
	for server; do
		servers="$servers server $server max_fails=1 fail_timeout=2s;"
	done
	sed -e "s|@SERVERS@|$servers|" /opt/gwms/front.conf.in >"$run/nginx.conf"
	;;
*)
	echo "usage: gwms-web, or gwms-web front HOST:PORT…" >&2
	exit 2
	;;
esac
exec nginx -p "$run" -e "$run/log/nginx.log" -c "$run/nginx.conf"
