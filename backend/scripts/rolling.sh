#!/bin/bash
# rolling.sh PID PROGRAM: replaces the processes of PROGRAM that multiwatch (its PID) keeps, one after the other: each is told
# to stop, answers the request (or ends the job) in its hands, and multiwatch starts another from the file that is there now.
# The listening socket stays open all the time, so nobody is refused; the next one is told only when the new one is there.
# shellcheck disable=SC2086 # fields of a line that are meant to be split
set -u
pid=${1:-} program=${2:-}
[ $# -eq 2 ] && [ -d "/proc/$pid" ] || { echo "usage: rolling.sh PID PROGRAM (the pid of multiwatch, such as gwms-api)" >&2; exit 2; }

children() { # the processes of the program below multiwatch, in REPLY
	local file stat name
	REPLY=
	for file in /proc/[0-9]*/stat; do
		read -r stat 2>/dev/null <"$file" || continue
		name=${stat#*(} name=${name%)*} stat=${stat##*) }
		set -- $stat
		[ "$2" = "$pid" ] && [ "$name" = "${program:0:15}" ] && [ "$1" != Z ] || continue
		file=${file#/proc/}
		REPLY+="${file%/stat} "
	done
}

children
old=$REPLY
[ -n "$old" ] || { echo "No $program runs below process $pid." >&2; exit 1; }
count=$(wc -w <<<"$old")
for one in $old; do
	kill -TERM "$one" 2>/dev/null
	for ((n = 0; ; n++)); do
		children
		case " $REPLY" in
		*" $one "*) ;;
		*) [ "$(wc -w <<<"$REPLY")" -lt "$count" ] || break ;;
		esac
		[ -d "/proc/$pid" ] || { echo "multiwatch has ended meanwhile." >&2; exit 1; }
		# a worker has 30 seconds for its job, and multiwatch a moment to notice
		[ $n -lt 900 ] || { echo "$program $one did not make room for another within 45 s." >&2; exit 1; }
		sleep 0.05
	done
	# until it waits for work of its own: it has left the start behind that a broken new version would die in
	sleep "${GRACE:-1}"
	children
	[ "$(wc -w <<<"$REPLY")" -eq "$count" ] || { echo "A new $program did not stay: the others are left as they are." >&2; exit 1; }
done
echo "$count $program replaced"
