#!/bin/bash
# backup.sh FOLDER: a copy of the whole database server while everything goes on, as one file in FOLDER, checked and with its
# SHA-256 beside it. It is made with mariadb-backup, not with a dump: a dump holds one view of the database as long as it
# takes, which the queue feels, and loading one of 10 GB takes an hour where copying files back takes minutes. It runs on the
# database's host, as a user who may read its files.
#
# GWMS_DB_SOCKET (or GWMS_DB_HOST, GWMS_DB_PORT), BACKUP_USER and BACKUP_PASSWORD: who asks (root, without one, unless said);
# the user needs RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR. BACKUP_GPG=KEY or BACKUP_AGE=RECIPIENT: encrypted for that key,
# whose secret half must not be on this host. BACKUP_DAYS: older copies are removed (7; 0: none is). The folder of the keys
# (GWMS_KEYS_DIR) is not in it: keep a copy of that elsewhere, or stored credentials cannot be opened.
set -u -o pipefail
umask 077
folder=${1:-}
[ $# -eq 1 ] && [ -d "$folder" ] && [ -w "$folder" ] || { echo "usage: backup.sh FOLDER (which must be there and writable)" >&2; exit 2; }
for program in mariadb-backup gzip sha256sum; do
	command -v $program >/dev/null || { echo "The program $program is not installed (Debian: mariadb-backup)." >&2; exit 1; }
done

work=$(mktemp -d "$folder/.backup.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# Never on a command line, where everybody can read it.
{
	echo '[mariadb-backup]'
	printf 'user=%s\npassword="%s"\n' "${BACKUP_USER:-root}" "${BACKUP_PASSWORD:-}"
	[ -z "${GWMS_DB_SOCKET:-}" ] || printf 'socket=%s\n' "$GWMS_DB_SOCKET"
	[ -z "${GWMS_DB_HOST:-}" ] || printf 'host=%s\nport=%s\n' "${GWMS_DB_HOST%%[,:]*}" "${GWMS_DB_PORT:-3306}"
} >"$work/who.cnf"

ending=.gz
seal() { cat; }
if [ -n "${BACKUP_GPG:-}" ]; then
	ending=.gz.gpg
	seal() { gpg --batch --yes --quiet --trust-model always --recipient "$BACKUP_GPG" --encrypt; }
elif [ -n "${BACKUP_AGE:-}" ]; then
	ending=.gz.age
	seal() { age --recipient "$BACKUP_AGE"; }
fi

name=gwms-$(date -u +%Y%m%dT%H%M%SZ).mbstream$ending
mariadb-backup --defaults-file="$work/who.cnf" --backup --stream=mbstream --target-dir="$work" ${BACKUP_DATADIR:+--datadir="$BACKUP_DATADIR"} \
	2>"$work/log" | gzip -1 | seal >"$work/data"
code=$?
# It says so itself when the copy is whole; its exit code alone is not enough.
if [ $code -ne 0 ] || ! tail -n 3 "$work/log" | grep -q 'completed OK!'; then
	tail -n 20 "$work/log" >&2
	echo "There is no backup (above is what was said)." >&2
	exit 1
fi
(cd "$work" && mv data "$name" && sha256sum "$name" >"$name.sha256") && sync -f "$work/$name" &&
	mv "$work/$name.sha256" "$folder/" && mv "$work/$name" "$folder/" && sync -f "$folder" || { echo "The backup could not be kept in $folder." >&2; exit 1; }
if [ "${BACKUP_DAYS:-7}" -gt 0 ]; then
	find "$folder" -maxdepth 1 -name 'gwms-*.mbstream*' -mtime +"${BACKUP_DAYS:-7}" -delete
fi
echo "$folder/$name"
