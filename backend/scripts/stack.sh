#!/bin/bash
# The whole stack on one machine: MariaDB, practice store, API processes, workers, nginx. Sourced by
# run.sh, which the tests start as well, so what is tested is what runs. Set before: ROOT, VAR, BIN,
# PORT, PRACTICE, PRACTICE_PORT, API, WORKERS and so on (see run.sh).
#
# shellcheck disable=SC2015,SC2086 # chains that end in fail; numbers that are meant to be split
#
# Functions answer in REPLY, and nothing here that runs while signals are awaited uses $(…): bash 5.2
# loses a signal that comes while it reads one.
#
# Every service is the leader of a session of its own (Ctrl-C at the terminal reaches run.sh alone,
# which then stops them in order), dies when run.sh is killed, and is found again by its pid file.
# Sockets, links and nginx's files lie in a short folder under /tmp, linked from VAR/run: the path of
# a Unix socket may have 107 bytes, and that of a checkout is any length and holds any character.

declare -A service_pid=()
services_down=(nginx api worker practice step mariadb) # in which order they are stopped
RUN=''
tail_pid=''

say() {
	printf '%s\n' "$*"
}

fail() { # "what is wrong" ["what to do"…]: says so and ends; the EXIT trap stops what was started
	printf '\n' >&2
	printf '%s\n' "$@" >&2
	exit 1
}

# ---- services --------------------------------------------------------------------------------

# When a process was started, in ticks since boot: with its number it names a process for good. False
# when it is not running.
start_time() { # PID
	local stat
	REPLY=
	read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
	stat=${stat##*) }
	set -- $stat
	[ "$1" != Z ] && [ "$1" != X ] && REPLY=${20}
}

# The processes of the sessions that these lead or have led; false when there is none.
sessions() { # PID…
	local leaders=" $* " file stat
	REPLY=
	for file in /proc/[0-9]*/stat; do
		read -r stat 2>/dev/null <"$file" || continue
		stat=${stat##*) }
		set -- $stat
		case $leaders in *" $4 "*) ;; *) continue ;; esac
		[ "$1" = Z ] || [ "$1" = X ] || { file=${file#/proc/} && REPLY+="${file%/stat} "; }
	done
	[ -n "$REPLY" ]
}

read -r boot </proc/sys/kernel/random/boot_id

# What stands between a service and us: it ends when we were killed before the death signal was set, and
# writes the pid file itself, so that no service is ever without one.
# shellcheck disable=SC2016
service_start='[ "$PPID" = "$1" ] && read -r stat <"/proc/$$/stat" && echo "$$ $2 ${stat##*) }" >"$3" || exit 1
shift 3; exec "$@"'

service() { # NAME COMMAND…: its words go to log/NAME.log
	local name=$1
	shift
	setsid setpriv --pdeathsig TERM -- sh -c "$service_start" "$name" "$$" "$boot" "$VAR/pid/$name" "$@" \
		</dev/null >>"$VAR/log/$name.log" 2>&1 9>&- &
	service_pid[$name]=$!
}

running() { # NAME
	[ -n "${service_pid[$1]:-}" ] && start_time "${service_pid[$1]}"
}

# A command that ends by itself, such as a migration. In the background, so that a signal to us is
# heard at once; the EXIT trap then ends it.
step() { # COMMAND…
	local rc
	: >"$VAR/log/step.log"
	service step "$@"
	wait "${service_pid[step]}"
	rc=$?
	unset 'service_pid[step]'
	rm -f "$VAR/pid/step"
	return $rc
}

last_words() { # NAME: the end of its log, for the person
	[ -s "$VAR/log/$1.log" ] && tail -n "${2:-12}" "$VAR/log/$1.log" | sed 's/^/    /' >&2
}

# TERM to the leaders, then to whoever is left of their sessions, and KILL when the time is over.
# (multiwatch tells its children to end with USR1; its option to name another signal does not work.)
end_sessions() { # SECONDS PID…
	local until=$((SECONDS + $1)) n=0
	shift
	kill -TERM "$@" 2>/dev/null
	while sessions "$@"; do
		n=$((n + 1))
		[ $n -ne 5 ] || kill -TERM $REPLY 2>/dev/null
		[ $SECONDS -lt $until ] || kill -KILL $REPLY 2>/dev/null
		sleep 0.05
	done
}

stack_stop() {
	local name
	local -a front=()
	trap '' INT TERM HUP
	[ -z "$tail_pid" ] || kill "$tail_pid" 2>/dev/null
	for name in "${services_down[@]}"; do
		[ "$name" = mariadb ] || [ -z "${service_pid[$name]:-}" ] || front+=("${service_pid[$name]}")
	done
	[ ${#front[@]} -eq 0 ] || end_sessions 10 "${front[@]}"
	[ -z "${service_pid[mariadb]:-}" ] || end_sessions 30 "${service_pid[mariadb]}"
	[ -z "$RUN" ] || rm -rf "$RUN" "$VAR/run" "$VAR/stack.json" "$VAR"/pid/*
	wait 2>/dev/null
}

# What an earlier run left behind when it was killed: its processes, its folder under /tmp.
stack_leftovers() {
	local name old
	local -a left=() was=()
	for name in "${services_down[@]}"; do
		read -r -a was 2>/dev/null <"$VAR/pid/$name" || continue # PID BOOT STATE PPID … as in /proc/PID/stat
		[ "${was[1]:-}" = "$boot" ] || continue
		start_time "${was[0]}" # false: the leader is gone, its session may not be
		[ -z "$REPLY" ] || [ "$REPLY" = "${was[21]:-}" ] || continue
		! sessions "${was[0]}" || left+=("${was[0]}")
	done
	if [ ${#left[@]} -gt 0 ]; then
		say "Stopping what an earlier run left behind"
		end_sessions 30 "${left[@]}"
	fi
	old=$(readlink "$VAR/run")
	case $old in
	/tmp/gwms.??????) [ ! -O "$old" ] || rm -rf "$old" ;;
	esac
	rm -f "$VAR/run" "$VAR/stack.json" "$VAR"/pid/*
}

# ---- before anything is started --------------------------------------------------------------

number() { # NAME MIN MAX
	[[ ${!1} =~ ^[0-9]{1,7}$ ]] && ((10#${!1} >= $2 && 10#${!1} <= $3)) ||
		fail "$1 is '${!1}': it must be a number from $2 to $3."
}

port_taken() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

stack_check() {
	local program
	number PORT 1 65535
	number PRACTICE 0 1
	number PRACTICE_PORT 1 65535
	number API 1 64
	number WORKERS 0 64
	number RATE 1 1000000
	number BURST 1 1000000
	number LOGINS 1 1000000
	number CONNECTIONS 1 1000000
	[ "$PORT" != "$PRACTICE_PORT" ] || fail "PORT and PRACTICE_PORT are both $PORT: they must differ."
	for program in api worker admin practice; do
		[ -x "$BIN/gwms-$program" ] || fail "The program $BIN/gwms-$program is not there. Build it first: make"
	done
	[ -f "$ROOT/frontend/dist/index.html" ] ||
		fail "The built page is not there (frontend/dist/index.html): this copy of the source is not complete."
	for program in nginx spawn-fcgi multiwatch mariadb setpriv setsid flock; do
		command -v "$program" >/dev/null || fail "The program $program is not installed. Run: make deps"
	done
	MULTIWATCH=$(command -v multiwatch)
}

stack_folder() {
	local need=50 free
	mkdir -p "$VAR/log" "$VAR/pid" "$VAR/keys" 2>/dev/null && VAR=$(cd "$VAR" && pwd -P) && [ -w "$VAR/pid" ] && : >>"$VAR/lock" ||
		fail "The folder $VAR cannot be written (owner, read-only disk, or no space left)." \
			"Take another one: make run VAR=/some/folder"
	exec 9>>"$VAR/lock"
	# A moment's wait: a killed run may have left a command behind that holds it for an instant.
	flock -w 2 9 || fail "A copy is already running in $VAR." \
		"Stop it first, or run this one beside it: make run VAR=var2 PORT=8081 PRACTICE_PORT=18081"
	stack_leftovers
	[ -d "$VAR/db" ] || [ -n "${GWMS_DB_SOCKET:-}${GWMS_DB_HOST:-}" ] || need=400
	free=$(df -Pk "$VAR" | awk 'NR == 2 { print int($4 / 1024) }')
	[ "${free:-0}" -ge $need ] || fail "Only ${free:-0} MB are free for $VAR, and $need MB are needed." \
		"Make room, or take another folder: make run VAR=/some/folder"
	port_taken "$PORT" && fail "Port $PORT is taken by another program." "Take another one: make run PORT=$((PORT % 65000 + 10))"
	[ "$PRACTICE" = 1 ] && port_taken "$PRACTICE_PORT" && fail "Port $PRACTICE_PORT (the practice store's) is taken by another program." \
		"Take another one: make run PRACTICE_PORT=$((PRACTICE_PORT % 65000 + 10))"
	RUN=$(mktemp -d /tmp/gwms.XXXXXX) && ln -sfn "$RUN" "$VAR/run" && mkdir "$RUN/tmp" &&
		ln -s "$VAR/log" "$RUN/log" && ln -s "$ROOT/nginx" "$RUN/gwms" && ln -s "$ROOT/frontend/dist" "$RUN/page" ||
		fail "No folder can be made under /tmp: is that disk full?"
	for log in "$VAR"/log/*.log; do # old words are kept once
		[ ! -f "$log" ] || [ "$(stat -c %s "$log")" -lt 10000000 ] || mv -f "$log" "$log.1"
	done
}

# ---- the parts -------------------------------------------------------------------------------

as_root=()
[ "$(id -u)" -ne 0 ] || as_root=(--user=root)

stack_database() {
	local deadline=$((SECONDS + 60))
	if [ -n "${GWMS_DB_SOCKET:-}${GWMS_DB_HOST:-}" ]; then
		say "Using the MariaDB at ${GWMS_DB_SOCKET:-$GWMS_DB_HOST}"
		return
	fi
	command -v mariadbd >/dev/null ||
		fail "MariaDB is not installed. Run: make deps (or name yours with GWMS_DB_SOCKET or GWMS_DB_HOST)"
	if [ ! -d "$VAR/db" ]; then
		say "Making a new database in $VAR/db"
		# Made beside and moved into place: one of a run that was cut short is never taken for a good
		# one. MariaDB's script cannot take a space in a path, so it gets a link; --force: a host whose
		# own name cannot be looked up is good enough.
		rm -rf "$VAR/db.new" && mkdir "$VAR/db.new" && ln -s "$VAR/db.new" "$RUN/db.new" &&
			step mariadb-install-db --no-defaults "${as_root[@]}" --datadir="$RUN/db.new" \
				--auth-root-authentication-method=normal --skip-test-db --force &&
			sync -f "$VAR/db.new" && mv "$VAR/db.new" "$VAR/db" || {
			last_words step
			fail "The database could not be made in $VAR/db (above is what MariaDB said)."
		}
	fi
	say "Starting MariaDB"
	service mariadb mariadbd --no-defaults "${as_root[@]}" --datadir="$VAR/db" \
		--socket="$RUN/db.sock" --pid-file="$RUN/db.pid" --skip-networking --skip-name-resolve --local-infile=0 \
		--character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_520_nopad_ci \
		--innodb-flush-log-at-trx-commit=1 --innodb-doublewrite=ON --sync-binlog=1 --binlog-format=ROW \
		--innodb-print-all-deadlocks=ON --max-allowed-packet=32M --max-connections=200 \
		--innodb-buffer-pool-size="${DB_MEMORY:-128M}" --innodb-log-file-size=32M
	export GWMS_DB_SOCKET=$RUN/db.sock GWMS_DB_USER=root GWMS_DB_PASSWORD='' GWMS_DB_NAME=gwms
	until mariadb --no-defaults --socket="$RUN/db.sock" --user=root --execute='SELECT 1' >/dev/null 2>&1; do
		if ! running mariadb || [ $SECONDS -ge $deadline ]; then
			last_words mariadb
			fail "MariaDB did not start (above is the end of $VAR/log/mariadb.log)."
		fi
		sleep 0.1
	done
}

admin() { # SUBCOMMAND "sentence when it fails" ["what to do"]
	step "$BIN/gwms-admin" "$1" || {
		last_words step
		fail "$2" "${3:-The data in $VAR is as the last good step left it. Put it right and run this again.}"
	}
}

stack_environment() {
	export GWMS_KEYS_DIR=$VAR/keys GWMS_SQL_DIR=${GWMS_SQL_DIR:-$ROOT/sql} GWMS_ORIGIN=$ORIGIN GWMS_METRICS_FILE=$RUN/metrics
	[ "$PRACTICE" = 1 ] || return 0
	export GWMS_PRACTICE_PORT=$PRACTICE_PORT GWMS_PRACTICE_URL=http://127.0.0.1:$PRACTICE_PORT
	export GWMS_ALLOW_PRIVATE_STORES=${GWMS_ALLOW_PRIVATE_STORES:-127.0.0.1:$PRACTICE_PORT}
	export GWMS_PRACTICE_PASSWORD=${GWMS_PRACTICE_PASSWORD:-practice-makes-perfect}
	export GWMS_PRACTICE_ORDER_EVERY_S=${GWMS_PRACTICE_ORDER_EVERY_S:-60}
	export GWMS_POLL_S=${GWMS_POLL_S:-2} # the practice store has its answer at once
}

# In a database of our own each program has a user of its own, with a new password at each start, that may do what that
# program does and no more (gwms-admin grants). In another one that is so when GWMS_DB_API_USER and so on say it.
stack_users() {
	api_user=${GWMS_DB_API_USER:-} api_password=${GWMS_DB_API_PASSWORD:-}
	worker_user=${GWMS_DB_WORKER_USER:-} worker_password=${GWMS_DB_WORKER_PASSWORD:-}
	if [ -n "${service_pid[mariadb]:-}" ]; then
		api_user=gwms_api worker_user=gwms_worker
		read -r api_password </proc/sys/kernel/random/uuid && read -r worker_password </proc/sys/kernel/random/uuid
	fi
	unset GWMS_DB_API_USER GWMS_DB_API_PASSWORD GWMS_DB_WORKER_USER GWMS_DB_WORKER_PASSWORD
	if [ -n "$api_user" ]; then
		GWMS_DB_API_USER=$api_user GWMS_DB_API_PASSWORD=$api_password GWMS_DB_WORKER_USER=$worker_user \
			GWMS_DB_WORKER_PASSWORD=$worker_password admin grants "The database users of the programs could not be made (above is what was said)."
	else
		api_user=${GWMS_DB_USER:-} api_password=${GWMS_DB_PASSWORD:-} worker_user=${GWMS_DB_USER:-} worker_password=${GWMS_DB_PASSWORD:-}
	fi
}

stack_data() {
	say "Bringing the database up to date"
	admin wait "The database does not answer (above is what was said)."
	admin keys-init "The key files in $VAR/keys could not be made or read (above is what was said)."
	admin migrate "A migration failed (above is what was said)."
	stack_users
	[ "$PRACTICE" = 0 ] || admin practice "The practice data could not be loaded (above is what was said)." \
		"For a database of real orders, start without practice data and practice store: make run PRACTICE=0"
}

stack_programs() {
	say "Starting $API API processes, $WORKERS workers and nginx"
	[ "$PRACTICE" = 0 ] || service practice "$BIN/gwms-practice"
	# One socket, shared by all API processes. multiwatch starts another for each that dies, and gives
	# one up that dies five times in a row within half a second of its start.
	GWMS_DB_USER=$api_user GWMS_DB_PASSWORD=$api_password service api spawn-fcgi -n -s "$RUN/api.sock" -M 0660 -b 1024 -- \
		"$MULTIWATCH" -r 5 -t 500 -f "$API" -- "$BIN/gwms-api"
	[ "$WORKERS" -eq 0 ] || GWMS_DB_USER=$worker_user GWMS_DB_PASSWORD=$worker_password service worker "$MULTIWATCH" -r 5 -t 500 -f "$WORKERS" -- "$BIN/gwms-worker"

	local host=${ORIGIN#*://} user=
	host=${host%%[:/]*}
	[ ${#as_root[@]} -eq 0 ] || user='user root;'
	sed -e "s|@USER@|$user|" -e "s|@RUN@|$RUN|g" -e "s|@PORT@|$PORT|g" -e "s|@ORIGIN@|$ORIGIN|g" -e "s|@HOST@|$host|g" \
		-e "s|@RATE@|$RATE|" -e "s|@BURST@|$BURST|" -e "s|@LOGINS@|$LOGINS|" -e "s|@CONNECTIONS@|$CONNECTIONS|" \
		"$ROOT/nginx/nginx.conf.in" >"$RUN/nginx.conf" || fail "nginx's configuration could not be written to $RUN."
	service nginx nginx -p "$RUN" -e "$RUN/log/nginx.log" -c "$RUN/nginx.conf"
}

# The status of a GET; empty when there was no answer.
http_status() { # PATH
	REPLY=
	exec 8<>"/dev/tcp/127.0.0.1/$PORT" || return 1
	printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$1" "${ORIGIN#*://}" >&8 && read -r -t 10 _ REPLY _ <&8
	exec 8>&-
} 2>/dev/null

# Is there a service that should run and does not? Its name.
dead_service() {
	local name
	for name in "${!service_pid[@]}"; do
		running "$name" || { REPLY=$name && return 0; }
	done
	return 1
}

report_dead() { # NAME
	last_words "$1"
	if [ "$1" = nginx ] && tail -n 3 "$VAR/log/nginx.log" | grep -q 'Address already in use'; then
		fail "Port $PORT is taken by another program." "Take another one: make run PORT=$((PORT % 65000 + 10))"
	fi
	if [ "$1" = nginx ] && tail -n 3 "$VAR/log/nginx.log" | grep -q 'bind().*Permission denied'; then
		fail "Port $PORT may be used by root alone." "Take one above 1023: make run PORT=8080"
	fi
	fail "$1 has ended by itself (above is the end of $VAR/log/$1.log); everything is stopped."
}

stack_ready() {
	local deadline=$((SECONDS + 60)) status
	until http_status /api/v1/health/ready && status=$REPLY && [ "$status" = 200 ] &&
		{ [ "$PRACTICE" = 0 ] || port_taken "$PRACTICE_PORT"; }; do
		dead_service && report_dead "$REPLY"
		if [ $SECONDS -ge $deadline ]; then
			last_words api
			last_words practice
			fail "The API is not ready after a minute (it answered '${status:-nothing}'; above is the end of the logs in $VAR/log)."
		fi
		sleep 0.1
	done
}

json_text() {
	local text=${1//\\/\\\\}
	printf '"%s"' "${text//\"/\\\"}"
}

# Where everything is, for the tests and other programs. Written by a subshell: signals are not its concern.
stack_json() {
	(
		printf '{"origin":%s,"port":%s,"practice":%s,"password":%s,"folder":%s,"bin":%s,"db":{' \
			"$(json_text "$ORIGIN")" "$PORT" "$(json_text "${GWMS_PRACTICE_URL:-}")" \
			"$(json_text "${GWMS_PRACTICE_PASSWORD:-}")" "$(json_text "$VAR")" "$(json_text "$BIN")"
		for name in socket host user password name; do
			setting=GWMS_DB_${name^^}
			printf '"%s":%s,' "$name" "$(json_text "${!setting:-}")"
		done
		printf '"port":"%s"},"services":{' "${GWMS_DB_PORT:-}"
		for name in "${!service_pid[@]}"; do
			printf '"%s":%s,' "$name" "${service_pid[$name]}"
		done
		printf '"run":%s}}\n' "$$"
	) >"$VAR/stack.json.new" && mv "$VAR/stack.json.new" "$VAR/stack.json"
}
