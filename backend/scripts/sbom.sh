#!/bin/bash
# What is in it: a component list (CycloneDX 1.5) of the programs built in BIN and of the page: sbom.sh BIN > sbom.json
# The Debian packages are those that the programs are linked with, in the versions of this machine; the page's are the ones of
# its lock file that end up in the browser (not those it is only built with).
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
bin=${1:-build/bin}
programs=("$bin"/gwms-*)
[ -x "${programs[0]}" ] || { echo "There are no programs in $bin: make build" >&2; exit 1; }

# /lib is a link to /usr/lib: dpkg knows the file under either name.
owner() { # FILE
	dpkg-query -S "$1" 2>/dev/null || dpkg-query -S "/usr$1" 2>/dev/null || dpkg-query -S "${1#/usr}" 2>/dev/null
}
packages() {
	{
		for program in "${programs[@]}"; do
			ldd "$program" | sed -nE 's/.* => (\/[^ ]+) .*/\1/p'
		done | sort -u | while read -r library; do
			owner "$(readlink -f "$library")" || owner "$library" || echo "Nobody owns $library" >&2
		done | sed -E 's/: .*//'
		printf '%s\n' nginx qpdf spawn-fcgi multiwatch mariadb-server-core
	} | sort -u | xargs -n 1 dpkg-query -W -f='${Package}\t${Version}\t${Architecture}\n' 2>/dev/null
}

{
	packages | awk -F'\t' '{ gsub(/\+/, "%2B", $0); printf "{\"type\":\"library\",\"name\":\"%s\",\"version\":\"%s\",\"purl\":\"pkg:deb/debian/%s@%s?arch=%s&distro=debian-12\"}\n", $1, $2, $1, $2, $3 }' |
		sed -E ':a; s/("(name|version)":"[^"]*)%2B/\1+/; ta'
	backend/scripts/node.sh node -e '
		const { packages } = JSON.parse(require("fs").readFileSync("frontend/package-lock.json", "utf8"));
		for (const [path, p] of Object.entries(packages)) {
			if (path === "" || p.dev || p.optional || p.devOptional) continue;
			const name = path.replace(/^.*node_modules\//, "");
			console.log(JSON.stringify({ type: "library", name, version: p.version, purl: `pkg:npm/${name.replace("@", "%40")}@${p.version}`,
				...(p.license ? { licenses: [{ license: { name: p.license } }] } : {}) }));
		}'
} | awk -v version="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" '
	BEGIN { printf "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"version\":1,\"metadata\":{\"component\":{\"type\":\"application\",\"name\":\"gwms-platform-orders\",\"version\":\"%s\"}},\"components\":[\n", version }
	{ printf "%s%s", n++ ? ",\n" : "", $0 }
	END { print "\n]}"; exit n < 10 }'
