#!/bin/bash
# The scaled-out house on this machine: `make test-cluster`. Takes about two minutes, most of them for the nodes to
# fill themselves from the first one. Ends with "N passed, N failed, N skipped".
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P) || exit 1
cd "$root" || exit 1
node=$root/backend/scripts/node.sh
build=${B:-build}

packages=(galera-4 mariadb-server mariadb-backup mariadb-client socat iproute2)
missing=()
for p in "${packages[@]}"; do
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
	echo "Installing ${missing[*]}"
	DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}" >/dev/null ||
		{ printf 'The packages of a cluster could not be installed.\n\n0 passed, 1 failed, 0 skipped\n'; exit 1; }
fi
backend/scripts/deps.sh test && make --no-print-directory -j2 B="$build" build ||
	{ printf '\n0 passed, 1 failed, 0 skipped\n'; exit 1; }
"$node" node tests/api/lib/packages.mjs frontend || (cd frontend && "$node" npm ci >/dev/null)
ln -sfn ../frontend/node_modules tests/node_modules

tap=$(mktemp) || exit 1
trap 'rm -f "$tap"' EXIT
GWMS_TEST_BIN=$build/bin "$node" node --test --test-reporter=spec --test-reporter-destination=stdout \
	--test-reporter=tap --test-reporter-destination="$tap" tests/cluster/*.test.mjs
awk '/^# pass/ { p = $3 } /^# fail/ { f = $3 } /^# cancelled/ { c = $3 } /^# skipped/ { s = $3 }
	END { f += c; if (p + f == 0) f = 1; print ""; print p + 0 " passed, " f + 0 " failed, " s + 0 " skipped"; exit f > 0 }' "$tap"
