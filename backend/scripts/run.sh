#!/bin/bash
# Starts everything and keeps it running until Ctrl-C: `make run`. The settings, all of them
# optional: PORT, PRACTICE_PORT, API and WORKERS (how many processes), VAR (the folder of all data),
# ORIGIN (the page's address as browsers see it), RATE and BURST (requests per second of one address),
# LOGINS and CONNECTIONS (at once, of one address), BIN (the programs' folder), SHOW_LOGS=0.
# With GWMS_DB_SOCKET or GWMS_DB_HOST an existing MariaDB is used instead of a private one.
set -u
umask 077
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P) || exit 1
PATH=$PATH:/usr/sbin:/sbin
PORT=${PORT-8080} PRACTICE_PORT=${PRACTICE_PORT-18080} API=${API-4} WORKERS=${WORKERS-2}
RATE=${RATE-20} BURST=${BURST-40} LOGINS=${LOGINS-2} CONNECTIONS=${CONNECTIONS-50} SHOW_LOGS=${SHOW_LOGS-1}
VAR=${VAR:-$ROOT/var} BIN=${BIN:-$ROOT/build/bin}
case $VAR in /*) ;; *) VAR=$ROOT/$VAR ;; esac
case $BIN in /*) ;; *) BIN=$ROOT/$BIN ;; esac
. "$ROOT/backend/scripts/stack.sh"

trap 'stack_stop' EXIT
trap 'printf "\nStopping …\n"; exit 0' INT TERM HUP

stack_check
ORIGIN=${ORIGIN:-http://127.0.0.1:$PORT}
stack_folder
stack_environment
stack_database
stack_data
stack_programs
stack_ready
stack_json

cat <<TEXT

GWMS Platform Orders is running.

  The page            $ORIGIN
  The practice store  $GWMS_PRACTICE_URL    a shop to play with: make orders come in, make it misbehave

  Sign in as          operator@practice.test    the orders of one customer
                      admin@practice.test       that customer's administrator
                      warehouse@practice.test   warehouse staff: review, pick, pack, ship
                      root@practice.test        runs the whole system
                      operator@other.test       a second customer
  Password            $GWMS_PRACTICE_PASSWORD

  The data and the logs are in $VAR and stay there. Ctrl-C stops everything.

TEXT

if [ "$SHOW_LOGS" != 0 ]; then
	tail -q -n 0 -F --pid=$$ "$VAR/log/"{api,worker,practice,nginx,mariadb}.log 2>/dev/null 9>&- &
	tail_pid=$!
fi
while :; do
	wait -n "${service_pid[@]}"
	if name=$(dead_service); then
		report_dead "$name"
	fi
done
