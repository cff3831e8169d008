#!/bin/bash
# restore.sh FILE DATADIR: makes a data folder for MariaDB from a copy of backup.sh. DATADIR must be empty or missing. Afterwards:
# start MariaDB on it (with its own configuration, as its own user), replay its binary logs if they were saved, then
# `gwms-admin after-restore`, `gwms-admin check`, and only then the programs. See docs/operations.md.
set -u -o pipefail
umask 077
file=${1:-} data=${2:-}
[ $# -eq 2 ] && [ -f "$file" ] || { echo "usage: restore.sh FILE DATADIR" >&2; exit 2; }
mkdir -p "$data" || exit 1
[ -z "$(ls -A "$data")" ] || { echo "$data is not empty: nothing is ever restored over data that is there." >&2; exit 1; }
fail() {
	printf '%s\n' "$@" >&2
	exit 1
}
sum=$file.sha256
[ -f "$sum" ] || fail "$sum is missing: whether the copy is whole cannot be told."
(cd "$(dirname "$file")" && sha256sum --check --quiet "$(basename "$sum")") || fail "The copy is damaged."
open() { cat; }
case $file in
*.gpg) open() { gpg --batch --quiet --decrypt; } ;;
*.age) open() { age --decrypt --identity "${BACKUP_AGE_IDENTITY:?names the file of the secret key}"; } ;;
esac
open <"$file" | gzip -d | mbstream -x -C "$data" || fail "The copy could not be unpacked to $data."
log=$data/../restore.$$.log
mariadb-backup --prepare --target-dir="$data" >"$log" 2>&1 && tail -n 3 "$log" | grep -q 'completed OK!' || {
	tail -n 20 "$log" >&2
	fail "The copy could not be made ready (above is what was said)."
}
rm -f "$log"
echo "The data of $(basename "$file") is in $data."
[ ! -f "$data/xtrabackup_binlog_info" ] || echo "Its binary log begins at: $(cat "$data/xtrabackup_binlog_info")"
echo "Now: start MariaDB on it, gwms-admin after-restore, gwms-admin check, then the programs."
