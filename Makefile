# GWMS Platform Orders: everything is started from here. `make help` lists what there is.
#
# All paths are relative, so the tree may lie in a folder with a space in its name. Two flavours
# of every program are made: $(B)/bin for use, $(B)-san under the sanitizers for the tests.
# B=/some/folder builds elsewhere; DIRS="base lib" makes the library of these folders alone.

B ?= build
DIRS ?= base lib model sql domain platform api jobs practice
PACKAGES = fcgi libmariadb libcjson libcurl libjwt libsodium libmicrohttpd libcrypto libutf8proc zlib
ifeq ($(origin CC),default)
CC = gcc
endif

.DEFAULT_GOAL = build
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
# One short line per file; V=1 shows the commands.
run = $(if $(V),,@printf '  %-3s %s\n' $(1) '$@';)

# ---- what is built ---------------------------------------------------------------------------

lib_src  := $(sort $(shell find $(addprefix backend/src/,$(DIRS)) -name '*.c' 2>/dev/null))
pages    := $(sort $(wildcard backend/src/practice/page/*))
programs := $(basename $(notdir $(wildcard backend/src/bin/*.c)))
headers  := $(sort $(shell find backend/src -name '*.h' 2>/dev/null))
ifeq ($(filter practice,$(DIRS)),)
pages :=
endif

unit_tests := $(basename $(notdir $(wildcard tests/unit/*_test.c)))
db_tests   := $(basename $(notdir $(wildcard tests/db/*_test.c)))

# ---- how -------------------------------------------------------------------------------------

warnings = -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wconversion -Wsign-conversion \
	-Wvla -Wimplicit-fallthrough -Wformat=2 -Werror=format-security -Werror
pkg_cflags := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
pkg_libs    = $(shell pkg-config --libs $(PACKAGES))
common = -std=gnu17 -D_GNU_SOURCE= -Ibackend/src -include backend/src/base/banned.h $(pkg_cflags) $(warnings) -g -fno-delete-null-pointer-checks
release_cflags = $(common) -O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection=full -ftrivial-auto-var-init=zero -fPIE
release_ldflags = -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,nodlopen
san_cflags = $(common) -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DGWMS_TEST
san_ldflags = -fsanitize=address,undefined
# What made-up input is tried on (tests/fuzz): no database, no network; libFuzzer comes with clang alone, whose warnings are
# left to gcc and clang-tidy.
fuzz_folders = base lib model sql domain platform
fuzz_src = $(filter $(addprefix backend/src/,$(addsuffix /%,$(fuzz_folders))),$(lib_src))
fuzz_cflags = $(common) -w -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
$(B)-fuzz/%: CC = clang

build: $(addprefix $(B)/bin/gwms-,$(programs))  ## build the programs
san: $(addprefix $(B)-san/bin/gwms-,$(programs))  ## build them under the sanitizers
tests: unit-tests db-tests
unit-tests: $(addprefix $(B)-san/unit/,$(unit_tests))
db-tests: $(addprefix $(B)-san/db/,$(db_tests))

# One library, and each program is its own file plus what it uses of it: --as-needed leaves out
# the foreign libraries it does not use, so the API links no HTTP client.
# $(1) is the folder, $(2) the flavour.
define flavour
$(1)/obj/%.o: backend/src/%.c Makefile | libraries
	@mkdir -p $$(@D)
	$$(call run,CC)$$(CC) $$($(2)_cflags) -MMD -MP -c -o $$@ $$<

# A file of practice/page becomes an array: page/control.html is _binary_control_html_start to
# _binary_control_html_end, declared as `extern const unsigned char ...[];` by whoever serves it.
$(1)/obj/page/%.o: backend/src/practice/page/% Makefile | libraries
	@mkdir -p $$(@D)
	@name=_binary_$$$$(printf %s '$$*' | tr -c 'A-Za-z0-9' _); \
	printf '%s\n' 'extern int page_embedded;' \
		"__asm__(\".section .rodata\\n.global $$$${name}_start, $$$${name}_end\\n.balign 16\\n\"" \
		"        \"$$$${name}_start:\\n.incbin \\\"$$<\\\"\\n$$$${name}_end:\\n.byte 0\\n.text\\n\");" > $$(@:.o=.c)
	$$(call run,CC)$$(CC) $$($(2)_cflags) -c -o $$@ $$(@:.o=.c)

$(1)/libgwms.a: $$(patsubst backend/src/%.c,$(1)/obj/%.o,$$(or $$($(2)_src),$$(lib_src))) \
		$$(if $$($(2)_src),,$$(patsubst backend/src/practice/page/%,$(1)/obj/page/%.o,$$(pages)))
	@rm -f '$$@'
	$$(call run,AR)$$(AR) qcs $$@ $$^

$(1)/bin/gwms-%: $(1)/obj/bin/%.o $(1)/libgwms.a
	@mkdir -p $$(@D)
	$$(call run,LD)$$(CC) $$($(2)_cflags) $$($(2)_ldflags) -o $$@ $$^ -Wl,--as-needed $$(pkg_libs)
endef
$(eval $(call flavour,$(B),release))
$(eval $(call flavour,$(B)-san,san))
$(eval $(call flavour,$(B)-fuzz,fuzz))

# Test programs: one per *_test.c, with the other .c files of its folder as helpers.
define test_programs
$(B)-san/test/$(1)/%.o: tests/$(1)/%.c Makefile | libraries
	@mkdir -p $$(@D)
	$$(call run,CC)$$(CC) $$(san_cflags) -Itests -MMD -MP -c -o $$@ $$<

$(B)-san/$(1)/%: $(B)-san/test/$(1)/%.o \
		$$(patsubst tests/%.c,$(B)-san/test/%.o,$$(filter-out %_test.c,$$(wildcard tests/$(1)/*.c))) \
		$(B)-san/libgwms.a
	@mkdir -p $$(@D)
	$$(call run,LD)$$(CC) $$(san_cflags) $$(san_ldflags) -o $$@ $$^ -Wl,--as-needed $$(pkg_libs) -lcmocka
endef
$(eval $(call test_programs,unit))
$(eval $(call test_programs,db))

# One fuzzer per file of tests/fuzz, except that the adapters have one for each folder of platform/.
fuzzers := $(filter-out adapter,$(basename $(notdir $(wildcard tests/fuzz/*.c)))) \
	$(addprefix adapter_,$(notdir $(patsubst %/,%,$(wildcard backend/src/platform/*/))))

# Every shape that a route reads a body or a query into.
$(B)-fuzz/fuzz_shapes.h: $(wildcard backend/src/api/*.c) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "lib/shape.h"'; for what in body query; do \
		names=$$(grep -rhoE "req_$$what\(r, &[a-z_]+_shape" backend/src/api | sed 's/.*&//' | sort -u); \
		printf 'extern const struct shape %s;\n' $$names; \
		echo "static const struct shape *const fuzz_$${what}_shapes[] __attribute__((unused)) = {"; printf '\t&%s,\n' $$names; echo '};'; \
	done; } >$@

$(B)-fuzz/test/adapter_%.o: tests/fuzz/adapter.c Makefile | libraries
	@mkdir -p $(@D)
	$(call run,CC)$(CC) $(fuzz_cflags) -Itests -DADAPTER='"$*"' -MMD -MP -c -o $@ $<
$(B)-fuzz/test/%.o: tests/fuzz/%.c $(B)-fuzz/fuzz_shapes.h Makefile | libraries
	@mkdir -p $(@D)
	$(call run,CC)$(CC) $(fuzz_cflags) -Itests -I$(B)-fuzz -MMD -MP -c -o $@ $<
$(B)-fuzz/bin/%: $(B)-fuzz/test/%.o $(B)-fuzz/libgwms.a
	@mkdir -p $(@D)
	$(call run,LD)$(CC) $(fuzz_cflags) -fsanitize=fuzzer -o $@ $^ -Wl,--as-needed $(pkg_libs)
fuzzers: $(addprefix $(B)-fuzz/bin/,$(fuzzers))

.SECONDARY:
-include $(shell find $(B)/obj $(B)-san/obj $(B)-san/test $(B)-fuzz/obj $(B)-fuzz/test -name '*.d' 2>/dev/null)

libraries:
	@pkg-config --exists $(PACKAGES) || \
		{ pkg-config --print-errors --exists $(PACKAGES); echo "A library is missing: run 'make deps' first." >&2; exit 1; }

# ---- the doors -------------------------------------------------------------------------------

.PHONY: build san tests unit-tests db-tests fuzzers libraries help clean \
	deps run bench test test-lint test-unit test-fuzz test-db test-api test-browser test-fault test-dist test-docker test-cluster dist lint fmt fuzz
help:  ## this list
	@grep -hE '^[a-z -]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /|/' | awk -F'|' '{ printf "  make %-15s %s\n", $$1, $$2 }'

deps:  ## install the Debian packages that are missing
	@backend/scripts/deps.sh run

# Installed and built by makes of their own: this one has read which libraries there are already.
run:  ## start everything on http://127.0.0.1:8080 (PORT= PRACTICE_PORT= API= WORKERS= VAR=); Ctrl-C stops it
	@backend/scripts/deps.sh run
	@$(MAKE) --no-print-directory -j2 build
	@exec env BIN='$(B)/bin' backend/scripts/run.sh

test:  ## run every test
	@exec env B='$(B)' tests/run.sh
test-lint test-unit test-fuzz test-db test-api test-browser test-fault test-dist:  ## run one part of them (test-fault: ROUNDS= SEED=)
	@exec env B='$(B)' tests/run.sh $(@:test-%=%)

test-docker:  ## build the images and do the main job through the compose files (SCALE=1: the scaled-out one too)
	@exec env tests/docker/run.sh
test-cluster:  ## three Galera nodes on this machine, the written one killed under load
	@exec env B='$(B)' tests/cluster/run.sh

fuzz:  ## try made-up input on everything that reads input (FUZZ_S=60 seconds each)
	@backend/scripts/deps.sh test
	@$(MAKE) --no-print-directory -j2 fuzzers
	@exec env BIN='$(B)-fuzz/bin' WORK='$(B)-fuzz' FUZZ_S="$${FUZZ_S:-60}" tests/fuzz/run.sh $(fuzzers)

bench:  ## measure the figures to reach beside their ceilings (ROWS=1000000 MEMORY_REQUESTS=20000 ONLY=)
	@exec env B='$(B)' tests/bench/run.sh

dist:  ## build the page into frontend/dist, and a list of all components (SBOM) into build/sbom.json
	@cd frontend && ../backend/scripts/node.sh npm ci && ../backend/scripts/node.sh npm run build
	@$(MAKE) --no-print-directory -j2 build
	@backend/scripts/sbom.sh '$(B)/bin' >'$(B)/sbom.json'

lint:  ## check the sources against the rules of this house
	@backend/scripts/lint.sh
fmt:  ## format C and TypeScript
	@backend/scripts/lint.sh fmt

clean:  ## remove what was built (the data in var/ stays)
	rm -rf $(B) $(B)-san $(B)-fuzz
