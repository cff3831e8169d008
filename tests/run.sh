#!/bin/bash
# Runs the tests: tests/run.sh [lint] [unit] [fuzz] [db] [dist] [api] [fault] [browser], all of them when none is named.
# Ends with the plain line "N passed, N failed, N skipped"; exit code 0 only when nothing failed.
# A part that cannot start counts as a failure. Every server has ports of its own (asked from the
# kernel) and its data in a temporary folder, so this runs beside a running `make run`.
# Parts that only reckon (lint, unit, fuzz, dist) run beside those that wait for servers most of their time.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
cd "$root" || exit 1
build=${B:-build}
case $build in /*) ;; *) build=$root/$build ;; esac
san=$build-san
node=$root/backend/scripts/node.sh
temp=$(mktemp -d /tmp/gwms-test.XXXXXX) || exit 1
kept=$san/failed # what is left for looking at when something failed
lock=$temp/lock # what two parts may not do at once
passed=0 failed=0 skipped=0 stack='' beside=''

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(lint unit fuzz db dist api fault browser)

trap 'stop_beside; stop_stack; rm -rf "$temp"' EXIT
trap 'echo "Interrupted"; exit 130' INT TERM HUP

count() { # PASSED FAILED SKIPPED "what"
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
	printf '%s %-40s %s\n' "$([ "$2" -eq 0 ] && echo ok || echo FAILED)" "$4" "$1 passed, $2 failed, $3 skipped"
}

broken() { # "what" ["why"…]: something that should have run did not
	printf '\n*** %s\n' "$@"
	count 0 1 0 "$1"
}

keep() { # FILE…
	mkdir -p "$kept" && cp -rf "$@" "$kept/" 2>/dev/null && echo "    (kept in ${kept#"$root"/})"
}

# ---- C: unit and database -----------------------------------------------------------------------

# From TAP: what was promised and never reported (the program died) has failed too.
count_tap() { # FILE EXIT_CODE "what"
	local p f s
	read -r p f s < <(awk '
		/^[0-9]+\.\.[0-9]+/ { split($1, range, /\.\./); planned += range[2] }
		/^ok / { if (tolower($0) ~ /# *skip/) s++; else p++ }
		/^not ok / { if (tolower($0) ~ /# *skip/) s++; else f++ }
		END { lost = planned - p - f - s; if (lost > 0) f += lost; print p + 0, f + 0, s + 0 }' "$1")
	if [ "$f" -eq 0 ] && { [ "$2" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then
		f=1 # it ended badly, or tested nothing
	fi
	if [ "$f" -gt 0 ]; then
		echo
		cat "$1"
		keep "$1"
	fi
	count "$p" "$f" "$s" "$3"
}

make_c() { # TARGET…: one at a time, into one folder
	local log=$temp/make.log
	if ! flock "$lock" make --no-print-directory -j2 B="${build#"$root"/}" "$@" >"$log" 2>&1; then
		tail -n 40 "$log"
		return 1
	fi
}

part_unit() {
	local program name
	if ! make_c unit-tests; then
		broken "unit tests: they could not be built"
		return
	fi
	# shellcheck disable=SC2016 # the inner shell's
	printf '%s\0' tests/unit/*_test.c | CMOCKA_MESSAGE_OUTPUT=TAP xargs -0 -P 2 -I '{}' bash -c '
		name=$(basename "$1" .c)
		timeout 300 "$2/unit/$name" >"$3/$name.tap" 2>&1
		echo $? >"$3/$name.rc"' bash '{}' "$san" "$temp"
	for program in tests/unit/*_test.c; do
		name=$(basename "$program" .c)
		count_tap "$temp/$name.tap" "$(cat "$temp/$name.rc")" "unit/$name"
	done
}

# Made-up input for a moment each: enough to find what a change broke in plain sight. `make fuzz` takes its time.
part_fuzz() {
	local -a names
	if ! make_c fuzzers; then
		broken "fuzzers: they could not be built"
		return
	fi
	names=("$build"-fuzz/bin/*)
	BIN=$build-fuzz/bin WORK=$temp/fuzz FUZZ_S=${FUZZ_S:-2} tests/fuzz/run.sh "${names[@]##*/}" >"$temp/fuzz.log" 2>&1
	grep -v '^ok ' "$temp/fuzz.log"
	[ ! -d "$temp/fuzz/found" ] || [ -z "$(find "$temp/fuzz/found" -type f -print -quit)" ] || keep "$temp/fuzz/found" "$temp"/fuzz/*.log
	count "$(grep -c '^ok ' "$temp/fuzz.log")" "$(grep -c '^BROKEN ' "$temp/fuzz.log")" 0 "made-up input"
}

part_db() {
	local program name
	local -a list=()
	for program in tests/db/*_test.c; do
		list+=("$(basename "$program" .c)")
	done
	if ! make_c db-tests san; then
		broken "database tests: they could not be built"
		return
	fi
	# One server for all, and the words of each program in a file of its own.
	mkdir -p "$temp/db"
	for name in "${list[@]}"; do
		printf '#!/bin/bash\nCMOCKA_MESSAGE_OUTPUT=TAP timeout 600 "%s" >"%s" 2>&1\necho $? >"%s"\n' \
			"$san/db/$name" "$temp/$name.tap" "$temp/$name.rc" >"$temp/db/$name"
		chmod +x "$temp/db/$name"
	done
	TMPDIR=/tmp GWMS_TEST_BIN=$san/bin tests/db/run.sh "${list[@]/#/$temp/db/}" >"$temp/db.log" 2>&1
	if [ $? -eq 2 ]; then
		cat "$temp/db.log"
		broken "database tests: no MariaDB could be started"
		return
	fi
	for name in "${list[@]}"; do
		if [ -f "$temp/$name.rc" ]; then
			count_tap "$temp/$name.tap" "$(cat "$temp/$name.rc")" "db/$name"
		else
			broken "db/$name did not run"
		fi
	done
}

# ---- the sources, and the programs as they are shipped -----------------------------------------------

# Position-independent, all of the GOT read-only, no executable stack, checked calls.
hardened() { # PROGRAM
	readelf -h "$1" | grep -q 'Type:.*DYN' && readelf -d "$1" | grep -q 'FLAGS_1.*NOW.*PIE' &&
		readelf -lW "$1" | grep -q GNU_RELRO && readelf -lW "$1" | grep -qE 'GNU_STACK .* RW +0x' &&
		readelf -sW "$1" | grep -q '__[a-z_]*_chk'
}

# The API calls no store: it is not even able to.
without_http_client() { # PROGRAM
	! readelf -d "$1" | grep 'NEEDED.*curl'
}

# One of each kind: what every program is linked with, what one is, what is run beside them, what is in the page.
lists_components() { # FOLDER
	local name sbom=$temp/sbom.json
	backend/scripts/sbom.sh "$1" >"$sbom" || return 1
	for name in libc6 libsodium23 libmariadb3 libjwt0 libcurl4 libutf8proc2 nginx qpdf react; do
		grep -q "\"name\":\"$name\",\"version\":\"[0-9]" "$sbom" || { echo "$name is not in the list"; return 1; }
	done
	"$node" node -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$sbom"
}

part_lint() {
	local program
	local code f
	backend/scripts/lint.sh >"$temp/lint" 2>&1
	code=$?
	grep -v '^ok ' "$temp/lint"
	f=$(grep -c '^BROKEN ' "$temp/lint")
	[ "$f" -gt 0 ] || f=$((code != 0))
	count "$(grep -c '^ok ' "$temp/lint")" "$f" 0 "rules of this house"
	if ! make_c build; then
		broken "the programs could not be built as they are shipped"
		return
	fi
	for program in "$build"/bin/gwms-*; do
		check "${program##*/} is hardened" hardened "$program"
	done
	check "the list of components names what is in it" lists_components "$build/bin"
	check "gwms-api links no HTTP client" without_http_client "$build/bin/gwms-api"
}

# ---- the whole stack ------------------------------------------------------------------------------

# Starts one under the sanitizers; its description is in $GWMS_TEST_STACK.
start_stack() { # NAME
	local ports n=0
	export GWMS_TEST_STACK=$temp/$1/stack.json
	read -r -a ports < <("$node" node tests/api/lib/ports.mjs 3) && [ ${#ports[@]} -eq 3 ] || return 1
	export GWMS_TEST_HOOK_PORT=${ports[2]} # where a test may listen for webhooks
	env -u GWMS_DB_SOCKET -u GWMS_DB_HOST -u ORIGIN PORT="${ports[0]}" PRACTICE_PORT="${ports[1]}" \
		GWMS_ALLOW_PRIVATE_STORES="127.0.0.1:${ports[1]},127.0.0.1:${ports[2]}" VAR="$temp/$1" BIN="$san/bin" API=4 WORKERS=2 \
		RATE=100000 BURST=100000 LOGINS=1000 CONNECTIONS=1000 SHOW_LOGS=0 \
		GWMS_PRACTICE_ORDER_EVERY_S=0 GWMS_PRACTICE_PASSWORD=practice-makes-perfect \
		backend/scripts/run.sh >"$temp/$1.log" 2>&1 &
	stack=$!
	until [ -f "$GWMS_TEST_STACK" ]; do
		n=$((n + 1))
		if ! kill -0 "$stack" 2>/dev/null || [ $n -gt 1800 ]; then
			cat "$temp/$1.log"
			keep "$temp/$1.log" "$temp/$1/log"
			stop_stack
			return 1
		fi
		sleep 0.1
	done
}

stop_stack() { # answers run.sh's own exit code
	local code
	[ -n "$stack" ] || return 0
	kill -TERM "$stack" 2>/dev/null
	wait "$stack"
	code=$?
	stack=
	return $code
}

# Of whatever the tests did: no token, key, cookie or password in what our programs and nginx have written.
quiet_logs() { # FOLDER
	! grep -aoE 'eyJ[A-Za-z0-9_-]{10,}\.eyJ|practice-makes-perfect|correct horse|c[ks]_practice|gwms_[a-z0-9]{10}_[A-Za-z0-9_-]{43}|gwms_rt=|Bearer |CANARY' \
		"$1"/{api,worker,access,nginx,mariadb}.log
}

# Stops it: cleanly, with nothing found by the sanitizers and nobody killed on the way.
end_stack() { # NAME
	local code
	stop_stack
	code=$?
	if [ $code -ne 0 ]; then
		tail -n 20 "$temp/$1.log"
		keep "$temp/$1.log" "$temp/$1/log"
		broken "$1: the stack did not stop cleanly (exit code $code)"
	elif grep -aE 'ERROR: [A-Za-z]*Sanitizer|runtime error:|Assertion .* failed' "$temp/$1/log/"*.log; then
		keep "$temp/$1/log"
		broken "$1: the sanitizers found something in a program (log lines above)"
	else
		count 1 0 0 "$1: the stack stops cleanly"
	fi
	check "$1: no secret stands in a log" quiet_logs "$temp/$1/log"
}

count_node() { # TAP_FILE EXIT_CODE "what"
	local p f s
	read -r p f s < <(awk '
		/^# pass [0-9]+$/ { p = $3 } /^# fail [0-9]+$/ { f = $3 } /^# cancelled [0-9]+$/ { c = $3 }
		/^# skipped [0-9]+$/ { s = $3 } /^# todo [0-9]+$/ { t = $3 }
		END { print p + 0, f + c + 0, s + t + 0 }' "$1" 2>/dev/null)
	if [ "${f:-0}" -eq 0 ] && { [ "$2" -ne 0 ] || [ $((${p:-0} + ${s:-0})) -eq 0 ]; }; then
		f=1
	fi
	count "${p:-0}" "$f" "${s:-0}" "$3"
}

run_node() { # "what" FILES_AT_ONCE FILE…
	local what=$1 at_once=$2
	shift 2
	"$node" node --test --test-concurrency="$at_once" --test-reporter=dot --test-reporter-destination=stdout \
		--test-reporter=spec --test-reporter-destination="$temp/node.spec" \
		--test-reporter=tap --test-reporter-destination="$temp/node.tap" "$@"
	local code=$?
	if [ $code -ne 0 ]; then
		sed -n '/failing tests:/,$p' "$temp/node.spec"
		keep "$temp/node.spec"
	fi
	count_node "$temp/node.tap" $code "$what"
}

part_api() {
	local file
	local -a files=()
	if ! make_c san; then
		broken "API tests: the programs could not be built"
		return
	fi
	if ! page_packages; then
		broken "API tests: the page's packages (they read the contract) could not be installed"
		return
	fi
	if compgen -G 'tests/practice/*.test.mjs' >/dev/null; then
		GWMS_PRACTICE_BIN=$san/bin/gwms-practice run_node "practice store" 2 tests/practice/*.test.mjs
	fi
	if ! start_stack api; then
		broken "API tests: the stack did not start"
		return
	fi
	for file in tests/api/*.test.mjs; do
		case $file in
		*/webhooks.test.mjs) ;; # hears of every order of its customer: alone
		*) files+=("$file") ;;
		esac
	done
	run_node "api" 2 "${files[@]}"
	run_node "api: webhooks" 1 tests/api/webhooks.test.mjs
	end_stack api
}

# Each file has a house of its own, which it hurts. ROUNDS and SEED are the chaos's; a seed is printed when none is named.
# Among all the other parts the chaos and the restart under load alone: minutes of killing at every point are `make test-fault`.
part_fault() {
	local file
	local -a files=(tests/fault/*.test.mjs)
	if [ ${#parts[@]} -gt 1 ]; then
		files=(tests/fault/chaos.test.mjs tests/fault/restart.test.mjs)
		echo "A short run: make test-fault has the rest."
	fi
	if ! make_c san || ! page_packages; then
		broken "fault tests: the programs or the page's packages could not be made"
		return
	fi
	export SEED=${SEED:-$RANDOM$RANDOM} ROUNDS=${ROUNDS:-2}
	echo "SEED=$SEED ROUNDS=$ROUNDS"
	for file in "${files[@]}"; do
		GWMS_TEST_BIN=$san/bin run_node "fault/$(basename "$file" .test.mjs)" 1 "$file"
	done
}

part_browser() {
	if ! make_c san || ! page_packages; then
		broken "browser tests: the programs or the page's packages could not be made"
		return
	fi
	if ! start_stack browser; then
		broken "browser tests: the stack did not start"
		return
	fi
	(cd frontend && PLAYWRIGHT_JSON_OUTPUT_NAME=$temp/browser.json "$node" \
		npx playwright test --config ../tests/browser/playwright.config.ts --reporter=line,json)
	local code=$? p f s
	read -r p f s < <("$node" node -e '
		const { expected, unexpected, flaky, skipped } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).stats;
		console.log(expected, unexpected + flaky, skipped);' "$temp/browser.json" 2>/dev/null)
	if [ "${f:-0}" -eq 0 ] && { [ $code -ne 0 ] || [ "${p:-0}" -eq 0 ]; }; then
		f=1
	fi
	[ "${f:-0}" -eq 0 ] || keep "$temp/browser/log"
	count "${p:-0}" "${f:-1}" "${s:-0}" "browser"
	end_stack browser
}

# ---- the page -------------------------------------------------------------------------------------

# Exactly what the lock file names; nothing is done when that is there already.
page_packages() {
	(flock 3 && install_packages) 3>"$lock"
}

install_packages() {
	"$node" node tests/api/lib/packages.mjs frontend || (cd frontend && "$node" npm ci) >"$temp/npm.log" 2>&1 || {
		tail -n 20 "$temp/npm.log"
		return 1
	}
	ln -sfn ../frontend/node_modules tests/node_modules # the browser tests use the page's packages
}

check() { # "what" COMMAND…: one test, shown when it fails
	local what=$1
	shift
	if "$@" >"$temp/check.log" 2>&1; then
		count 1 0 0 "$what"
	else
		tail -n 60 "$temp/check.log"
		count 0 1 0 "$what"
	fi
}

in_frontend() {
	(cd frontend && "$node" "$@")
}

same_bytes() {
	in_frontend npx vite build --outDir "$temp/dist" --emptyOutDir && diff -r "$temp/dist" frontend/dist
}

same_types() {
	in_frontend npx openapi-typescript ../backend/openapi.yaml --output "$temp/schema.d.ts" &&
		diff "$temp/schema.d.ts" frontend/src/api/schema.d.ts
}

part_dist() {
	if ! page_packages; then
		broken "the page: its packages could not be installed"
		return
	fi
	check "page: a fresh build gives the bytes of dist" same_bytes
	check "page: types agree with the contract" same_types
	check "page: types, style and format" in_frontend npm run --silent check
	if [ -n "$(find frontend/src -name '*.test.ts*' -print -quit)" ]; then
		local code p f s
		in_frontend npx vitest run --reporter=default --reporter=json --outputFile.json="$temp/vitest.json" >"$temp/vitest.log" 2>&1
		code=$?
		read -r p f s < <("$node" node -e '
			const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
			console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests);' "$temp/vitest.json" 2>/dev/null)
		[ $code -eq 0 ] || tail -n 60 "$temp/vitest.log"
		if [ "${f:-0}" -eq 0 ] && { [ $code -ne 0 ] || [ "${p:-0}" -eq 0 ]; }; then
			f=1
		fi
		count "${p:-0}" "$f" "${s:-0}" "page: unit tests"
	fi
}

# ---- all of it ------------------------------------------------------------------------------------

run_parts() { # PART…
	local part
	for part in "$@"; do
		printf '\n== %s\n' "$part"
		"part_$part"
		tell_beside
	done
}

# What was started beside has ended: its words, and its counts to ours. Asked between two parts; `wait` asks until it has.
tell_beside() { # [wait]
	local p f s
	[ -n "$beside" ] || return 0
	[ -f "$temp/beside.counts" ] || [ "${1:-}" = wait ] || return 0
	wait "$beside"
	beside=
	cat "$temp/beside.log"
	if read -r p f s 2>/dev/null <"$temp/beside.counts"; then
		passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	else
		broken "the parts beside did not come to their end"
	fi
}

stop_beside() {
	[ -z "$beside" ] || kill -TERM -- "-$beside" 2>/dev/null
}

rm -rf "$kept"
reckoning=() serving=()
for part in "${parts[@]}"; do
	case $part in
	lint | unit | fuzz | dist) reckoning+=("$part") ;;
	db | api | fault | browser) serving+=("$part") ;;
	*) broken "there is no part of the tests named '$part'" ;;
	esac
done
if ! backend/scripts/deps.sh test; then
	broken "the tests: packages they need are missing"
elif [ ${#reckoning[@]} -gt 0 ] && [ ${#serving[@]} -gt 0 ]; then
	page_packages # once, before two ask for it
	mkdir "$temp/beside"
	set -m # a group of its own, to be stopped as one
	(
		trap - EXIT INT TERM HUP
		whole=$temp temp=$temp/beside beside='' passed=0 failed=0 skipped=0
		run_parts "${reckoning[@]}" >"$whole/beside.log" 2>&1
		echo "$passed $failed $skipped" >"$whole/beside.counts.new" && mv "$whole/beside.counts.new" "$whole/beside.counts"
	) &
	beside=$!
	set +m
	run_parts "${serving[@]}"
	tell_beside wait
else
	run_parts "${reckoning[@]}" "${serving[@]}"
fi
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
