#!/bin/sh
# What a container of the programs does: gwms api|worker|practice|prepare, or gwms admin COMMAND….
# API= and WORKERS= say how many processes; the rest is the programs' own environment (README).
set -eu

address_of() { # HOST
	getent ahostsv4 "$1" | while read -r address _; do
		echo "$address"
		break
	done
}

# The practice store is a private address, which is let through by its number alone, and a network of containers gives
# these out anew: so it is looked up by name at each start.
if [ -n "${PRACTICE_HOST:-}" ] && [ "${1:-}" != practice ]; then
	n=0
	until address=$(address_of "$PRACTICE_HOST") && [ -n "$address" ]; do
		n=$((n + 1))
		[ $n -lt 120 ] || { echo "There is no host named $PRACTICE_HOST: clear PRACTICE_HOST to do without a practice store" >&2; exit 1; }
		sleep 0.5
	done
	export GWMS_ALLOW_PRIVATE_STORES="$address:18080" GWMS_PRACTICE_URL="http://$address:18080"
fi

case ${1:-} in
api)
	# One socket for all processes, open to nginx's container through a shared volume and to nobody else.
	exec spawn-fcgi -n -s /run/gwms/api.sock -M 0660 -b 1024 -- \
		/usr/bin/multiwatch -r 5 -t 500 -f "${API:-4}" -- /usr/local/bin/gwms-api
	;;
worker)
	exec /usr/bin/multiwatch -r 5 -t 500 -f "${WORKERS:-2}" -- /usr/local/bin/gwms-worker
	;;
practice)
	GWMS_PRACTICE_ADDRESS=$(address_of "$(hostname)") exec gwms-practice
	;;
prepare)
	# Once at each start, before the others: the keys, the schema, and the practice data if asked for. The
	# API's containers get every key but the one that opens what is sealed for the workers. Each kind of program has a
	# database user of its own, with the rights it needs.
	gwms-admin wait "${WAIT_S:-180}"
	gwms-admin keys-init
	for key in /keys/*; do
		case ${key##*/} in
		seal.key) ;;
		*) install -m 0400 "$key" "/keys-of-api/${key##*/}.new" && mv -f "/keys-of-api/${key##*/}.new" "/keys-of-api/${key##*/}" ;;
		esac
	done
	gwms-admin migrate
	gwms-admin grants
	[ -z "${GWMS_PRACTICE_URL:-}" ] || gwms-admin practice
	;;
admin)
	shift
	exec gwms-admin "$@"
	;;
*)
	echo "usage: gwms api|worker|practice|prepare, or gwms admin COMMAND" >&2
	exit 2
	;;
esac
