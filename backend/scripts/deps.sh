#!/bin/bash
# Installs the Debian packages that are missing: deps.sh [run|test|bench]. Does nothing, and asks
# nobody, when all are there. `run` is what the product needs to be built and run; `test` adds what
# the tests need, `bench` what the measurements need. Node is not among them: node.sh looks after that, for tests alone.
set -u

run_packages=(
	gcc libc6-dev make pkg-config
	libfcgi-dev libmariadb-dev libcjson-dev libcurl4-openssl-dev libjwt-dev libsodium-dev libmicrohttpd-dev libssl-dev libutf8proc-dev zlib1g-dev
	nginx spawn-fcgi multiwatch
	qpdf # checks the labels that customers bring
	mariadb-server-core mariadb-client-core # the programs alone: these start no service
	ca-certificates
)
test_packages=(
	libcmocka-dev mariadb-client mariadb-backup gpg gpg-agent chromium openssl
	clang libclang-rt-14-dev # libFuzzer
	clang-tidy cppcheck shellcheck
)
bench_packages=(
	wrk php8.2-fpm php8.2-mysql # asks, and a peer to be measured beside
	postgresql # of another peer: graphile-worker's
)

# Older ones have known holes that this product is exposed to.
minimum=(
	libfcgi0ldbl 2.4.2-2+deb12u1
	libjwt0 1.10.2-1+deb12u1
	libcjson1 1.7.15-1+deb12u4
	nginx 1.22.1-9+deb12u11
)

case ${1:-run} in
run) wanted=("${run_packages[@]}") ;;
test) wanted=("${run_packages[@]}" "${test_packages[@]}") ;;
bench) wanted=("${run_packages[@]}" "${bench_packages[@]}") ;;
*) echo "usage: deps.sh [run|test|bench]" >&2; exit 2 ;;
esac

die() {
	printf '%s\n' "$@" >&2
	exit 1
}

installed() {
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing() {
	local p
	for p in "${wanted[@]}"; do
		installed "$p" || printf '%s\n' "$p"
	done
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
	die "This is made for Debian 12: apt-get is not here, so nothing can be installed by itself." \
		"What is needed: ${wanted[*]}"

mapfile -t need < <(missing)
if [ ${#need[@]} -gt 0 ]; then
	echo "Installing ${#need[@]} Debian packages: ${need[*]}"
	as_root=()
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null ||
			die "Packages are missing and this is not root, nor is sudo here. As root, run:" \
				"  apt-get update && apt-get install --no-install-recommends ${need[*]}"
		as_root=(sudo)
	fi

	# nginx would be started on port 80 by being installed, and PostgreSQL on 5432. We run our own, so that is held
	# back where nobody has decided it yet.
	policy=/usr/sbin/policy-rc.d
	fresh=()
	if [ ! -e $policy ]; then
		for p in nginx postgresql; do
			[[ " ${need[*]} " != *" $p "* ]] || fresh+=("$p")
		done
	fi
	if [ ${#fresh[@]} -gt 0 ]; then
		printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null &&
			"${as_root[@]}" chmod 755 $policy
		trap '"${as_root[@]}" rm -f $policy' EXIT
	fi

	apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
	log=$(mktemp) || die "No temporary file can be made: is the disk full?"
	# The lists may be old, or not be there at all: ask again only when the first try fails.
	if ! "${apt[@]}" install -y --no-install-recommends "${need[@]}" >"$log" 2>&1; then
		if ! "${apt[@]}" update >"$log" 2>&1 ||
			! "${apt[@]}" install -y --no-install-recommends "${need[@]}" >>"$log" 2>&1; then
			tail -n 20 "$log" >&2
			rm -f "$log"
			die "" "Debian's packages could not be installed (above is what apt-get said)." \
				"Check the network and /etc/apt/sources.list, then run this again. What is missing: ${need[*]}"
		fi
	fi
	rm -f "$log"
	if [ ${#fresh[@]} -gt 0 ] && [ -d /run/systemd/system ]; then
		"${as_root[@]}" systemctl disable "${fresh[@]}" >/dev/null 2>&1
	fi
	mapfile -t need < <(missing)
	[ ${#need[@]} -eq 0 ] || die "apt-get says it is done, yet these are still missing: ${need[*]}"
fi

for ((i = 0; i < ${#minimum[@]}; i += 2)); do
	have=$(dpkg-query -W -f='${Version}' "${minimum[i]}" 2>/dev/null)
	if [ -n "$have" ] && dpkg --compare-versions "$have" lt "${minimum[i + 1]}"; then
		echo "Warning: ${minimum[i]} $have is older than ${minimum[i + 1]}, which closes known holes:" \
			"enable Debian's security suite and upgrade." >&2
	fi
done
exit 0
