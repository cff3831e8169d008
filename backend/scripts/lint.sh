#!/bin/bash
# Holds the sources against the rules of this house: lint.sh [fmt]. One line per rule; exit code 1 when
# one is broken. `fmt` formats C and TypeScript instead.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
shopt -s lastpipe # the last command of a pipe is this shell: it keeps the count
src=backend/src
broken=0

rule() { # "what" then the violations on standard input
	local found
	found=$(cat)
	if [ -z "$found" ]; then
		echo "ok $1"
	else
		printf '%s\n' "$found" | sed 's/^/    /'
		echo "BROKEN $1"
		broken=1
	fi
}

if [ "${1:-}" = fmt ]; then
	command -v clang-format >/dev/null || { echo "clang-format is not installed: apt-get install clang-format" >&2; exit 1; }
	find $src tests -name '*.[ch]' -print0 | xargs -0 clang-format -i
	cd frontend && exec ../backend/scripts/node.sh npm run format
fi

# ---- the tree and its arrows: which folder may include which -----------------------------------------

declare -A may=(
	[base]="base"
	[lib]="base lib"
	[model]="base lib model"
	[sql]="base lib model sql"
	[domain]="base lib model sql domain"
	[platform]="base lib model platform"
	[api]="base lib model sql domain api"
	[jobs]="base lib model sql domain platform jobs"
	[practice]="base lib practice"
)
for folder in "${!may[@]}"; do
	grep -rnoE '#include "[a-z]+/' "$src/$folder" | while IFS=: read -r file line include; do
		to=${include#*\"} to=${to%/}
		case " ${may[$folder]} " in
		*" $to "*) ;;
		*) echo "$file:$line $folder includes $to" ;;
		esac
	done
done | rule "includes follow the picture of the folders"

grep -rnE '#include "(jobs|platform|practice|lib/http_client)' $src/bin/api.c | rule "the API program knows no jobs, platforms or HTTP client"

# ---- the page's arrows: a feature knows no other feature (the shell wires them), what they share is in parts/ ---

page=frontend/src
to='(from |import\()"'
{
	grep -rnE "$to(\.\./)+(features|parts)/" $page/components $page/lib $page/api $page/i18n
	grep -rnE "$to(\.\./)+features/" $page/parts
	grep -nE "$to\.\./[a-z-]+/" $page/features/*/*.ts*
	grep -nE "$to\.\./\.\./[a-z-]+/" $page/features/*/*/*.ts*
} | grep -v "^$page/features/shell/" | rule "the page's folders follow their picture"

# What a platform sent is made visible where elements are made; an element made elsewhere would show it raw.
{
	grep -rnE 'react/jsx|[^.a-zA-Z]createElement\(|@jsx|dangerouslySetInnerHTML|(inner|outer)HTML *=|insertAdjacentHTML' $page | grep -vE "^$page/(jsx/|lib/markup\.ts)"
	grep -q '"jsxImportSource": "#jsx"' frontend/tsconfig.json && grep -q 'jsxImportSource: "#jsx"' frontend/vite.config.ts || echo "the page is not built with src/jsx"
} | rule "every element of the page is made through src/jsx"

# ---- foreign libraries, each behind one module of lib/ ------------------------------------------------

for header in mysql.h cjson/cJSON.h curl/curl.h jwt.h fcgiapp.h utf8proc.h zlib.h; do
	grep -rlE "#include <$header>" $src | grep -v "^$src/lib/"
	families=$(grep -rlE "#include <$header>" $src/lib | sed -E 's|.*/([a-z]+)[^/]*$|\1|; s/^failpoint$/db/' | sort -u | wc -l) # failpoints break the connection
	[ "$families" -le 1 ] || echo "<$header> is used by $families modules of lib/"
done | rule "each foreign library is behind one module of lib/"

# ---- text ---------------------------------------------------------------------------------------------

sources() { # FOLDER…
	find "$@" \( -name node_modules -o -name dist -o -name fixtures -o -name .results \) -prune -o -type f -print |
		grep -vE '\.(png|pdf|svg|ico)$|/package-lock\.json$|/schema\.d\.ts$' | sort
}
sources Makefile README.md .ci backend docs frontend nginx sql tests | grep -v "^backend/scripts/lint.sh$" | tr '\n' '\0' | xargs -0 grep -nEw 'TODO|FIXME|HACK' 2>/dev/null | rule "no work is left as a remark"
sources backend frontend/src tests | grep -E '\.(c|h|ts|tsx|mjs|sh)$' | while read -r file; do
	case $file in tests/*) most=900 ;; *) most=600 ;; esac
	[ ! -f "$file" ] || { n=$(wc -l <"$file") && [ "$n" -le $most ]; } || echo "$file has $n lines"
done | rule "files are short enough to be read (600 lines, tables of tests 900)"

# ---- each header compiles alone -----------------------------------------------------------------------

find $src -name '*.h' ! -path $src/base/banned.h -print0 | sort -z | xargs -0 -P "$(nproc)" -n 8 sh -c '
	src=$1 && shift && for header; do
		printf "#include \"%s\"\n" "${header#"$src"/}" |
			gcc -std=gnu17 -D_GNU_SOURCE= -I"$src" -Wall -Wextra -Wno-unused-macros -fsyntax-only -x c - 2>&1 | head -5
	done' sh $src | rule "each header compiles alone"

# ---- what must not be there ---------------------------------------------------------------------------

# base/banned.h makes the worst of libc an error of the compiler; these are merely never right here.
grep -rnE '[^a-zA-Z_](strncpy|strncat|alloca|s?rand|s?random|[dlm]rand48|tmpnam|tempnam|mktemp|gethostbyname|localtime|ctime|asctime|putenv)\(' $src | grep -vE ':[[:space:]]*/?\*|/\*.*random' |
	rule "no function that is never right here"
grep -rnE '[^a-zA-Z_](v?fork|clone3?|exec[lv]p?e?|execveat|posix_spawnp?)\(' $src | grep -v "^$src/lib/child.c:" | rule "another program is started by lib/child alone"
grep -rnE '[^a-zA-Z_](socket|connect|listen)\(' $src | grep -vE "^$src/(lib/http_client|practice/server)" | rule "no sockets but those of the HTTP client"

for awk in gawk mawk awk; do
	! command -v $awk >/dev/null || break
done
$awk -f backend/scripts/lint/tenant.awk sql/*.sql $src/sql/*.c | rule "what is a customer's is read bound to the customer"

# ---- what only a closer look finds --------------------------------------------------------------------

libraries=$(pkg-config --cflags fcgi libmariadb libcjson libcurl libjwt libsodium libmicrohttpd libcrypto libutf8proc zlib | sed 's/-I/-isystem /g')
if command -v clang-tidy >/dev/null; then
	# Paths are followed so far and no further: the whole takes half a minute instead of six.
	find $src tests/fuzz -name '*.c' -print0 | sort -z | xargs -0 -P "$(nproc)" -n 4 sh -c '
		flags=$1 && shift && for file; do
			clang-tidy --quiet --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=20000 "$file" -- \
				-std=gnu17 -D_GNU_SOURCE= -DADAPTER="\"woocommerce\"" -Ibackend/src -Itests -include backend/src/base/banned.h $flags -Wno-everything 2>/dev/null |
				grep -E "(warning|error):" | grep -v "fuzz_shapes.h. file not found"
		done' sh "$libraries" | sed "s|$PWD/||" | sort -u | rule "clang-tidy finds nothing"
else
	echo "clang-tidy is not installed: apt-get install clang-tidy" | rule "clang-tidy finds nothing"
fi
if command -v cppcheck >/dev/null; then
	# It reads neither __VA_OPT__ nor _Generic of these macros: it gets a copy where they are plain calls. That a pointer is
	# asked about and used (nullPointerRedundantCheck) is left to clang-tidy, which follows the paths.
	copy=$(mktemp -d) && cp -r $src "$copy/src" && (
		cd "$copy/src" || exit
		printf '%s\n' '#undef V' '#define V(...) value_any(__VA_ARGS__)' >>base/value.h
		printf '%s\n' '#undef KV' '#define KV(key, v) log_kv_any(key, v)' >>base/log.h
		sed -i -E 's/\(const struct (value|log_kv)\[\]\)\{ __VA_ARGS__ __VA_OPT__\(,\) \{ 0 \} \}/\1_array(__VA_ARGS__)/g' base/log.h lib/db.h
		cppcheck --enable=warning,performance,portability --inline-suppr --quiet --std=c11 -D_GNU_SOURCE -I. -j "$(nproc)" \
			--suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck --template='{file}:{line}: {id}: {message}' . 2>&1
	) | sed "s|^|$src/|" | rule "cppcheck finds nothing"
	rm -rf "$copy"
else
	echo "cppcheck is not installed: apt-get install cppcheck" | rule "cppcheck finds nothing"
fi

# ---- containers, and shell ----------------------------------------------------------------------------

(
	cd docker/lint || exit
	[ -d node_modules/dclint ] || ../../backend/scripts/node.sh npm ci --no-audit --no-fund >/dev/null 2>&1
	../../backend/scripts/node.sh npx dclint -q -c .dclintrc.json ../compose.yml ../compose.scale.yml 2>&1 | grep -v "^ *$"
	../../backend/scripts/node.sh npx dockerfilelint ../Dockerfile 2>&1 | grep -v '^ *$' | grep -vE '^File:|None found'
) | rule "the Dockerfile and the compose files are sound"

# How far each unit is closed, as systemd itself counts it (0.0 to 10.0), and that it can be read. That its programs lie in
# /opt/gwms is the host's business.
if command -v systemd-analyze >/dev/null; then
	{
		systemd-analyze verify --man=no backend/systemd/* 2>&1 | grep -vE ': Command /opt/gwms/[^ ]* is not executable|^/(lib|usr/lib|etc)/systemd/'
		while read -r unit most; do
			systemd-analyze security --offline=yes --no-pager --threshold="$most" "backend/systemd/$unit.service" >/dev/null 2>&1 ||
				systemd-analyze security --offline=yes --no-pager "backend/systemd/$unit.service" 2>&1 | grep 'Overall exposure'
		done <<-UNITS
			gwms-api 16
			gwms-worker 28
			gwms-backup 25
		UNITS
	} | rule "the units of systemd are sound, and closed"
fi

if command -v shellcheck >/dev/null; then
	shellcheck -S warning -x -P backend/scripts backend/scripts/*.sh tests/*.sh tests/*/*.sh docker/*.sh .ci/run | rule "shell scripts are sound"
fi
exit $broken
