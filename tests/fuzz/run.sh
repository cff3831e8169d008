#!/bin/bash
# Lets each fuzzer try made-up input for a while, one per processor at once: BIN=folder WORK=folder FUZZ_S=60 tests/fuzz/run.sh NAME…
#
# One line each, "ok NAME …" or "BROKEN NAME …"; exit code 1 when one found something. Each starts with the texts of
# tests/fixtures and seeds/NAME.txt (one text a line, with \n \t \x00 and so on; adapters share adapter.txt) and with every
# input that once broke something (tests/fuzz/found/NAME). What it learns is kept in WORK/corpus for the next time, and an
# input that breaks something in WORK/found, to be looked at, mended and kept in tests/fuzz/found.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
: "${BIN:?}" "${WORK:?}" "${FUZZ_S:=60}"
broken=0

seed() { # NAME FOLDER
	local file=tests/fuzz/seeds/$1.txt n=0 line platform=${1#adapter_}
	[ "$platform" = "$1" ] || file=tests/fuzz/seeds/adapter.txt
	while IFS= read -r line; do
		n=$((n + 1))
		printf '%b' "$line" >"$2/line-$n"
	done <"$file"
	if [ "$platform" != "$1" ]; then # each recorded answer as that to each question
		for file in tests/fixtures/"$platform"/*; do
			[ -f "$file" ] || continue
			for op in 00 01 02 03 04 05 06 07 08; do
				{ cat "$file" && printf "\\x00\\x00\\x00\\x$op"; } >"$2/op-$op-${file##*/}"
			done
		done
	elif [ "$1" = json ]; then
		for file in tests/fixtures/*/*.json; do
			{ cat "$file" && printf '\x02'; } >"$2/${file##*/}"
		done
	fi
}

one() { # NAME
	local name=$1 corpus=$WORK/corpus/$1 found=$WORK/found/$1 log=$WORK/$1.log
	local -a folders
	mkdir -p "$corpus" "$found" "$WORK/seeds/$name" || return 1
	seed "$name" "$WORK/seeds/$name"
	folders=("$corpus" "$WORK/seeds/$name")
	[ ! -d "tests/fuzz/found/$name" ] || folders+=("tests/fuzz/found/$name")
	if "$BIN/$name" -max_total_time="$FUZZ_S" -timeout=10 -rss_limit_mb=1500 -max_len=65536 -print_final_stats=1 \
		-artifact_prefix="$found/" "${folders[@]}" >"$log" 2>&1; then
		echo "ok $name tried $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $FUZZ_S s"
	else
		grep -aE -A 25 'does not hold|ERROR: |runtime error' "$log" | cut -c -300 | head -n 40 | sed 's/^/    /'
		echo "BROKEN $name (its input is in $found, its words in $log)"
		return 1
	fi
}

under_way=0
for name in "$@"; do
	if [ $under_way -ge "${JOBS:-$(nproc)}" ]; then
		wait -n || broken=1
		under_way=$((under_way - 1))
	fi
	one "$name" &
	under_way=$((under_way + 1))
done
while [ $under_way -gt 0 ]; do
	wait -n || broken=1
	under_way=$((under_way - 1))
done
exit $broken
