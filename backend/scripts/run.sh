#!/bin/bash
# Starts everything and keeps it running until Ctrl-C: `make run`. The settings, all of them
# optional: PORT, PRACTICE_PORT, API and WORKERS (how many processes), VAR (the folder of all data),
# ORIGIN (the page's address as browsers see it), RATE and BURST (requests per second of one address),
# LOGINS and CONNECTIONS (at once, of one address), BIN (the programs' folder), SHOW_LOGS=0.
# With GWMS_DB_SOCKET or GWMS_DB_HOST an existing MariaDB is used instead of a private one. PRACTICE=0
# leaves out the practice store and the practice data: for real orders.
set -u
umask 077
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P) || exit 1
PATH=$PATH:/usr/sbin:/sbin
PORT=${PORT-8080} PRACTICE_PORT=${PRACTICE_PORT-18080} PRACTICE=${PRACTICE-1} API=${API-4} WORKERS=${WORKERS-2}
RATE=${RATE-20} BURST=${BURST-40} LOGINS=${LOGINS-2} CONNECTIONS=${CONNECTIONS-50} SHOW_LOGS=${SHOW_LOGS-1}
parent='' VAR=${VAR:-$ROOT/var} BIN=${BIN:-$ROOT/build/bin}
case $VAR in /*) ;; *) VAR=$ROOT/$VAR ;; esac
case $BIN in /*) ;; *) BIN=$ROOT/$BIN ;; esac
. "$ROOT/backend/scripts/stack.sh"

stop() {
	printf '\nStopping …\n'
	exit 0
}

hello() {
	printf '\nGWMS Platform Orders is running.\n\n  The page            %s\n' "$ORIGIN"
	[ "$PRACTICE" = 0 ] || cat <<-TEXT
		  The practice store  $GWMS_PRACTICE_URL    a shop to play with: make orders come in, make it misbehave

		  Sign in as          operator@practice.test    the orders of one customer
		                      admin@practice.test       that customer's administrator
		                      warehouse@practice.test   warehouse staff: review, pick, pack, ship
		                      root@practice.test        runs the whole system
		                      operator@other.test       a second customer
		  Password            $GWMS_PRACTICE_PASSWORD
	TEXT
	printf '\n  The data and the logs are in %s and stay there. Ctrl-C stops everything.\n\n' "$VAR"
}

show_logs() {
	local name
	local -a logs=()
	[ "$SHOW_LOGS" != 0 ] || return 0
	for name in "${!service_pid[@]}"; do
		logs+=("$VAR/log/$name.log")
	done
	tail -q -n 0 -F --pid=$$ "${logs[@]}" 2>/dev/null 9>&- &
	tail_pid=$!
}

# Ctrl-C reaches make and us. A signal to make alone does not: it then waits for us in silence, with the
# signal blocked as long as its handler runs. That, and a make that is gone, mean stop as well.
parent_stops() {
	local name value
	[ "$parent" = make ] || return 1
	while read -r name value; do
		[ "$name" != SigBlk: ] || return $((!(16#${value: -1} & 2)))
	done 2>/dev/null <"/proc/$PPID/status"
	return 0
}

# A function, so that the shell has read all of it before a signal can come.
main() {
	read -r parent 2>/dev/null <"/proc/$PPID/comm"
	trap stack_stop EXIT
	stack_check
	ORIGIN=${ORIGIN:-http://127.0.0.1:$PORT}
	stack_folder
	trap stop INT TERM HUP
	stack_environment
	stack_database
	stack_data
	stack_programs
	stack_ready
	stack_json
	hello
	show_logs
	while :; do
		sleep 1 9>&- &
		wait -n "${service_pid[@]}" "$!"
		if dead_service; then
			report_dead "$REPLY"
		fi
		if parent_stops; then
			stop
		fi
	done
}

main
