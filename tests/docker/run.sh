#!/bin/bash
# Builds the images, starts the one-host compose file, does the main job through it, and stops it: `make test-docker`.
# With SCALE=1 the scaled-out file as well. Where no registry can be reached the base image is made by debootstrap. It
# takes a few minutes and some gigabytes, so it is no part of `make test`. Skipped, and says so, where containers cannot run.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P) || exit 1
cd "$root" || exit 1
node=$root/backend/scripts/node.sh
temp=$(mktemp -d /tmp/gwms-docker.XXXXXX) || exit 1
cache=${CACHE:-/var/tmp/gwms-docker} # images and the base outlive a run
file='' passed=0 failed=0

skip() {
	printf 'SKIPPED: %s\n\n0 passed, 0 failed, 1 skipped\n' "$*"
	exit 0
}

say() {
	printf '%s\n' "$*"
}

[ "$(id -u)" -eq 0 ] || skip "containers are run as root here, and this is not root"
packages=(podman buildah runc netavark aardvark-dns iptables debootstrap podman-compose)
missing=()
for p in "${packages[@]}"; do
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
	say "Installing ${missing[*]}"
	DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}" >"$temp/apt.log" 2>&1 ||
		skip "podman and its tools could not be installed: $(tail -n 1 "$temp/apt.log")"
fi

# A store of images of our own, and limits that hold inside a container too.
mkdir -p "$cache"
printf '[storage]\ndriver="overlay"\ngraphroot="%s/images"\nrunroot="%s/run"\n' "$cache" "$cache" >"$cache/storage.conf"
printf '[containers]\ndefault_ulimits=["nofile=20000:20000","nproc=32768:32768"]\n[engine]\nruntime="runc"\ncgroup_manager="cgroupfs"\nevents_logger="file"\n' >"$cache/containers.conf"
export CONTAINERS_STORAGE_CONF=$cache/storage.conf CONTAINERS_CONF=$cache/containers.conf
export COMPOSE_PROJECT_NAME=gwms-test GWMS_DB_PASSWORD="only-for-this-test-$$" GWMS_DB_API_PASSWORD="only-for-the-api-$$" GWMS_DB_WORKER_PASSWORD="only-for-workers-$$"

base=docker.io/library/debian:bookworm-slim
if ! podman image exists "$base" 2>/dev/null && ! timeout 60 podman pull -q "$base" >/dev/null 2>&1; then
	say "No registry answers: making the base image by debootstrap"
	debootstrap --variant=minbase --include=ca-certificates bookworm "$temp/base" >"$temp/debootstrap.log" 2>&1 ||
		skip "the base image could not be made: $(tail -n 1 "$temp/debootstrap.log")"
	cp /etc/resolv.conf "$temp/base/etc/" 2>/dev/null
	tar -C "$temp/base" -c . | podman import - "$base" >/dev/null 2>&1 || skip "podman cannot store an image here"
	rm -rf "$temp/base"
fi
podman run --rm --network none "$base" /bin/true >"$temp/try.log" 2>&1 || skip "podman cannot run a container here: $(tail -n 1 "$temp/try.log")"

compose() {
	podman-compose -p "$COMPOSE_PROJECT_NAME" -f "$root/docker/$file" "$@"
}

down() {
	[ -z "$file" ] || compose down -v >"$temp/down.log" 2>&1
	podman volume ls -q 2>/dev/null | grep "^$COMPOSE_PROJECT_NAME" | xargs -r podman volume rm -f >/dev/null 2>&1
	file=
}
trap 'down; rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM HUP

for target in programs web database; do
	say "Building gwms-$target"
	buildah bud --isolation chroot --pull-never --layers --target "$target" -f docker/Dockerfile -t "localhost/gwms-$target:1" . >"$temp/build.log" 2>&1 || {
		tail -n 40 "$temp/build.log"
		printf '\n0 passed, 1 failed, 0 skipped\n'
		exit 1
	}
done
podman images --format '{{.Repository}} {{.Size}}' | grep gwms | sed 's/^/    /'

count() { # PASSED FAILED "what"
	passed=$((passed + $1)) failed=$((failed + $2))
	printf '%s %s\n' "$([ "$2" -eq 0 ] && echo ok || echo FAILED)" "$3"
}

nobody_is_root() {
	local c
	for c in $(podman ps -q --filter "label=io.podman.compose.project=$COMPOSE_PROJECT_NAME"); do
		[ "$(podman exec "$c" id -u)" -ne 0 ] || return 1
	done
}

# Three good answers in a row: no process is left that speaks to a node which is gone.
ready() {
	local n=0 good=0
	while [ $good -lt 3 ]; do
		n=$((n + 1))
		[ $n -lt 240 ] || return 1
		if [ "$(curl -s -o /dev/null -m 2 -w '%{http_code}' "$ORIGIN/api/v1/health/ready")" = 200 ]; then good=$((good + 1)); else good=0; fi
		sleep 0.5
	done
}

try() { # FILE
	local ports
	file=$1
	read -r -a ports < <("$node" node tests/api/lib/ports.mjs 2)
	export PORT=${ports[0]} PRACTICE_PORT=${ports[1]} ORIGIN=http://127.0.0.1:${ports[0]} RATE=1000 BURST=1000 PRACTICE_ORDER_EVERY_S=0
	say "Starting $file on $ORIGIN"
	compose up -d >"$temp/up.log" 2>&1
	if ! ready; then
		tail -n 30 "$temp/up.log"
		compose logs 2>&1 | tail -n 60
		count 0 1 "$file: it did not become ready in two minutes"
		down
		return
	fi
	if [ "$file" = compose.scale.yml ]; then
		if in_step; then count 1 0 "three nodes hold the same data"; else count 0 1 "three nodes hold the same data"; fi
	fi
	count 1 0 "$file: it is ready"
	if nobody_is_root; then count 1 0 "$file: no container runs as root"; else count 0 1 "$file: a container runs as root"; fi
	printf '{"origin":"%s","port":%s,"practice":"http://127.0.0.1:%s","password":"practice-makes-perfect"}\n' "$ORIGIN" "$PORT" "$PRACTICE_PORT" >"$temp/stack.json"
	main_job "$file: the main job through it"
}

main_job() { # "what"
	local p f
	GWMS_TEST_STACK=$temp/stack.json "$node" node --test --test-reporter=tap --test-reporter-destination="$temp/tap" \
		--test-reporter=spec --test-reporter-destination=stdout tests/docker/*.test.mjs
	read -r p f < <(awk '/^# pass/ { p = $3 } /^# fail/ { f = $3 } /^# cancelled/ { c = $3 } END { print p + 0, f + c }' "$temp/tap")
	[ "${f:-1}" -eq 0 ] || compose logs 2>&1 | tail -n 80
	count "${p:-0}" "${f:-1}" "$1"
}

# All three nodes hold the same data.
in_step() {
	local n=0
	until [ "$(podman exec "${COMPOSE_PROJECT_NAME}_database1_1" mariadb -u mysql -Ne "SHOW STATUS LIKE 'wsrep_cluster_size'" 2>/dev/null | cut -f2)" = 3 ]; do
		n=$((n + 1))
		[ $n -lt 180 ] || return 1
		sleep 1
	done
}

written_node_dies() {
	podman update --restart=no "${COMPOSE_PROJECT_NAME}_database1_1" >/dev/null 2>&1
	podman kill "${COMPOSE_PROJECT_NAME}_database1_1" >/dev/null
	if ready; then count 1 0 "service is back after the written node was killed"; else count 0 1 "service is back after the written node was killed"; fi
	main_job "the main job after the written node was killed"
}

"$node" node tests/api/lib/packages.mjs frontend || (cd frontend && "$node" npm ci) >"$temp/npm.log" 2>&1
ln -sfn ../frontend/node_modules tests/node_modules
try compose.yml
down
if [ "${SCALE:-0}" != 0 ]; then
	try compose.scale.yml
	[ -z "$file" ] || written_node_dies
	down
fi
printf '\n%d passed, %d failed, 0 skipped\n' $passed $failed
[ $failed -eq 0 ]
