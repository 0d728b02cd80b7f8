# my_init. `make help` lists what can be made.

VERSION = 0.1.0
O = build
PREFIX =
SBINDIR = $(PREFIX)/sbin
MANDIR = /usr/share/man
CC = gcc
CFLAGS = -O2 -g
BINCC = gcc
# what takes the symbols from the installed programs; empty: they stay
STRIP =

WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2
HARDEN = -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2
RELRO = -Wl,-z,relro,-z,now -Wl,-z,noexecstack
# PID 1 needs nothing of the image: no loader, no library. A static program
# may begin before the C library does (init/entry.c).
STATIC = -static-pie
MACHINE = $(shell $(CC) -dumpmachine)
ifneq ($(filter -static%,$(STATIC)),)
ifneq ($(filter x86_64% aarch64%,$(MACHINE)),)
ENTRY = -Wl,-e,entry_start
endif
endif
# A static my_init has what it writes to in one page, as each is a page fault
# more: its data begin one, and without relro, which musl does not carry out for
# a static program, nothing lies before them. (64 KB pages would be padding.)
ifneq ($(filter x86_64%,$(MACHINE)),)
ONE_PAGE_IF_STATIC = -Wl,-z,norelro,--section-start=.init_array=0x420000
endif
ONE_PAGE =
BSD_CPPFLAGS = $(shell pkg-config --cflags libbsd-overlay)
BSD_LIBS = $(shell pkg-config --libs libbsd-overlay)
BSD_ARCHIVE = $(shell pkg-config --variable=libdir libbsd)/libbsd.a

ALL_CPPFLAGS = -D_GNU_SOURCE -iquote . -DVERSION='"$(VERSION)"' -MMD -MP \
	$(BSD_CPPFLAGS) $(CPPFLAGS)
ALL_CFLAGS = -std=c11 $(WARN) $(WERROR) $(HARDEN) -ffile-prefix-map=$(CURDIR)=. $(CFLAGS)

INIT = boot census child clock command dir engine entry env envdump envfiles envfmt \
	envlist exec format idle incoming log main names nowait number options optstore optval parent phase proc reaper \
	request rundir runner scripts secrets signals signame stamp stdfds stop survivors tagline terminal timeline turn \
	usage user utf8 verdict wstatus
GLUE = after arrows circle drain helpers only order runsvdir search service services supervise svstatus watch
# Without a system call; each unit test and fuzzer links some of these alone.
PURE = runsvdir-glue/circle init/clock init/envfmt init/format init/names init/number init/options init/optstore init/optval init/phase \
	init/request init/signame init/usage \
	init/verdict init/wstatus runsvdir-glue/svstatus $(SHARED) init/tagline init/utf8 \
	runsvdir-glue/ctl/view_life

# The programs beside my_init, each a folder of runsvdir-glue/.
SOURCES_OF = $(basename $(wildcard runsvdir-glue/$1/*.c))
CTL = $(call SOURCES_OF,ctl) $(call SOURCES_OF,check)
PREPARE = $(call SOURCES_OF,prepare)
TAG = $(call SOURCES_OF,tag)
SHARED = runsvdir-glue/after runsvdir-glue/critical runsvdir-glue/life \
	runsvdir-glue/lineend runsvdir-glue/only
PREPARED = runsv run finish

OBJECTS = $(INIT:%=$(O)/init/%.o) $(GLUE:%=$(O)/runsvdir-glue/%.o)
HELPERS = $(CTL) $(PREPARE) $(TAG) $(SHARED)
HELPER_OBJECTS = $(HELPERS:%=$(O)/%.o)
BINS = $(patsubst tests/bin/%.c,$(O)/bin/%,$(wildcard tests/bin/*.c))
UNITS = $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/*.c))
FUZZERS = $(patsubst tests/fuzz/%.c,$(O)/fuzz/%,$(wildcard tests/fuzz/*.c))

all: $(O)/my_init $(O)/setuser $(O)/install_clean $(O)/my_initctl \
	$(O)/lib/prepare $(O)/lib/tag $(PREPARED:%=$(O)/lib/%) \
	$(O)/lib/my_initctl ## the programs, in $(O)

$(O)/my_init: $(OBJECTS)
	$(CC) $(ALL_CFLAGS) $(STATIC) $(ENTRY) $(RELRO) $(ONE_PAGE) $(LDFLAGS) -o $@ $(OBJECTS) $(BSD_LIBS)

# Dynamic where my_init is not: names may come from any source of nsswitch.
$(O)/setuser: $(O)/init/setuser.o $(O)/init/exec.o $(O)/init/format.o \
	$(O)/init/number.o $(O)/init/wstatus.o $(O)/init/signame.o
	$(CC) $(ALL_CFLAGS) $(if $(filter -static-pie,$(STATIC)),-pie,$(STATIC)) $(RELRO) $(LDFLAGS) -o $@ $^ $(BSD_ARCHIVE)

LINK_HELPER = @mkdir -p $(@D); \
	$(CC) $(ALL_CFLAGS) $(STATIC) $(RELRO) $(LDFLAGS) -o $@ $^ $(BSD_LIBS)

# A source of the tests' for the build with sanitizers.
$(O)/lib/prepare $(O)/lib/tag: $(CONTINUED)

$(O)/my_initctl: $(CTL:%=$(O)/%.o) $(O)/common.a
	$(LINK_HELPER)

$(O)/lib/prepare: $(PREPARE:%=$(O)/%.o) $(O)/common.a
	$(LINK_HELPER)

$(O)/lib/tag: $(TAG:%=$(O)/%.o) $(O)/common.a
	$(LINK_HELPER)

# What they share with my_init, but for what makes it PID 1.
$(O)/common.a: $(filter-out %/entry.o %/main.o %/idle.o,$(OBJECTS)) $(SHARED:%=$(O)/%.o)
	rm -f $@
	$(AR) rcs $@ $(sort $^)

$(PREPARED:%=$(O)/lib/%): $(O)/lib/prepare
	ln -sf prepare $@

$(O)/lib/my_initctl: $(O)/my_initctl
	@mkdir -p $(@D)
	ln -sf ../my_initctl $@

$(O)/install_clean: init/install_clean
	@mkdir -p $(@D)
	cp $< $@

# It speaks of its variables in assembler, which no optimizer sees.
$(O)/init/entry.o: override CFLAGS += -fno-lto

$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

bins: $(BINS) ## the small programs that the tests run

$(O)/bin/%: tests/bin/%.c tests/bin/patient.h Makefile
	@mkdir -p $(@D)
	$(BINCC) -D_GNU_SOURCE -std=c11 $(WARN) -O2 -g -o $@ $<

units: $(UNITS) ## build and run the unit tests of the pure files
	@set -e; for unit in $(UNITS); do $$unit; done

$(O)/unit/%: tests/unit/%.c $(PURE:%=$(O)/%.o)
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -iquote init $(ALL_CFLAGS) $(STATIC) $(LDFLAGS) -o $@ $< $(PURE:%=$(O)/%.o) $(BSD_LIBS)

# A test that hangs fails. With stdin closed bats itself would hang.
BATS = BATS_TEST_TIMEOUT=$${BATS_TEST_TIMEOUT-180} bats $(BATSFLAGS) </dev/null

bats: all bins torture-bins ## the tests of the real binary as the real PID 1
	BUILD=$(abspath $(O)) $(BATS) $(if $(T),$(T),tests)

check: units bats ## all tests that need no engine

asan: ## the same with the address and undefined behaviour sanitizers
	$(MAKE) check O=$(O)/asan STATIC=-pie CONTINUED=tests/lsan_off.c \
	    HARDEN='-fPIE -fsanitize=address,undefined -fno-sanitize-recover=all'

clang: ## the same, built by clang
	$(MAKE) check O=$(O)/clang CC=clang

# The functions of libbsd that are used need nothing of glibc.
MUSL = O=$(O)/static CC=musl-gcc STATIC=-static \
	CFLAGS='-Os -g -flto -ffat-lto-objects -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables' \
	LDFLAGS='-Wl,--gc-sections -Wl,--sort-section=name -Wl,-z,noseparate-code -Wl,--build-id=none' \
	HARDEN='-fstack-protector-strong -fno-pie' STRIP=strip ONE_PAGE=$(ONE_PAGE_IF_STATIC) \
	BSD_LIBS=$(BSD_ARCHIVE)

static: ## one static binary against musl, in $(O)/static
	$(MAKE) all $(MUSL)

install-static: ## install those
	$(MAKE) install $(MUSL)

check-static: ## the tests of that binary
	$(MAKE) check $(MUSL)

objects: $(OBJECTS) $(HELPER_OBJECTS)

coverage: ## how much of the sources the tests reach (root)
	O=$(abspath $(O))/coverage tests/coverage

lint: ## formatters, analysers, the rules of the house
	O=$(O) tests/lint

engines: static ## the real image on real engines (root)
	BUILD=$(abspath $(O)) $(BATS) $(if $(T),$(T),tests/engines)

-include tests/torture/rules.mk
-include tests/arm64/rules.mk
-include tests/compare/rules.mk
-include docker/release.mk

torture: all torture-bins ## a signal and a failure at every moment, the whole matrix, an hour of chaos (hours)
	$(O)/torture/anytime --program $(O)/my_init --full
	$(O)/torture/inject --program $(O)/my_init --full
	$(O)/torture/chaos --program $(O)/my_init --seconds 1800
	$(O)/torture/chaos --program $(O)/my_init --seconds 1800 --extras after,brake,tags

fuzzers: $(FUZZERS)

SECONDS = 60
fuzz: fuzzers ## every fuzzer for $(SECONDS) seconds
	BUILD=$(abspath $(O)) tests/fuzz/run $(SECONDS)
	BUILD=$(abspath $(O)) tests/fuzz/judge 5

FUZZ = clang $(ALL_CPPFLAGS) -iquote init -std=c11 -g -O1 -fno-sanitize-recover=all

$(O)/fuzz/%: tests/fuzz/%.c $(wildcard $(PURE:%=%.h)) \
	$(wildcard tests/fuzz/*.h tests/unit/model*.h) $(O)/fuzz/all.a
	@mkdir -p $(@D)
	$(FUZZ) -fsanitize=fuzzer,address,undefined \
	    -o $@ $< $(O)/fuzz/all.a $(BSD_LIBS)

# The pure files, what my_initctl writes, and all that this leads to.
FUZZED = $(PURE) $(filter-out %/ctl,$(CTL)) $(filter-out %/entry %/main %/idle,$(INIT:%=init/%)) \
	$(GLUE:%=runsvdir-glue/%)
$(O)/fuzz/all.a: $(patsubst %,$(O)/fuzz/o/%.o,$(sort $(FUZZED)))
	rm -f $@
	$(AR) rcs $@ $(sort $^)

$(O)/fuzz/o/%.o: %.c $(wildcard init/*.h runsvdir-glue/*.h runsvdir-glue/*/*.h)
	@mkdir -p $(@D)
	$(FUZZ) -fsanitize=fuzzer-no-link,address,undefined -c -o $@ $<

bench: all static ## speed as ratios to floors and peers
	BUILD=$(abspath $(O)) tests/bench/run $(BENCHFLAGS)

bench-docker: ## the image with my_init beside --init, on a Docker Engine (root)
	BUILD=$(abspath $(O)) tests/bench/docker $(BENCHFLAGS)

plots: ## the pictures of the last bench, into tests/bench/plots
	tests/bench/plot $(abspath $(O))/bench tests/bench/plots

SKELETON = $(shell cd etc && find . -type f | sed 's,^\./,,')
ETC_DIRS = my_init.d my_init.pre_shutdown.d my_init.post_shutdown.d service \
	$(patsubst %/,%,$(sort $(dir $(SKELETON))))
MANUALS = init/my_init.8 init/setuser.8 init/install_clean.8 \
	runsvdir-glue/ctl/my_initctl.8
PROGRAMS = my_init setuser install_clean my_initctl
LIBDIR = $(PREFIX)/usr/lib/my_init
LIBRARY = prepare tag
COMPLETIONS = $(PREFIX)/usr/share/bash-completion/completions
# The directories that install has made, for uninstall: no others are removed.
MADE = $(PREFIX)/usr/share/my_init/directories
INSTALL_DIRS = $(SBINDIR) $(LIBDIR) $(COMPLETIONS) $(MANDIR)/man8 $(dir $(MADE)) \
	$(ETC_DIRS:%=/etc/%) /etc/container_environment

# Debian's runit makes /etc/service a link to an absolute one, and so out of
# DESTDIR.
install: all ## into $(DESTDIR), programs in $(SBINDIR), skeleton in /etc
	@[ -z "$(DESTDIR)" ] || [ ! -L $(DESTDIR)/etc/service ] || { \
	    echo "$(DESTDIR)/etc/service is a symbolic link, which leads out of" \
		"$(DESTDIR): remove it first, and make a directory" >&2; exit 1; }
	made=$$(for directory in $(INSTALL_DIRS); do \
	    until [ -d "$(DESTDIR)$$directory" ] || [ -z "$$directory" ]; do \
		echo "$${directory%/}"; directory=$${directory%/*}; done; done); \
	[ -d $(DESTDIR)/etc/container_environment ] || \
	    install -d -m 700 $(DESTDIR)/etc/container_environment && \
	for directory in $$made; do \
	    [ -d $(DESTDIR)$$directory ] || install -d $(DESTDIR)$$directory || exit 1; done && \
	{ [ -z "$$made" ] || echo "$$made"; } >>$(DESTDIR)$(MADE)
	chmod 644 $(DESTDIR)$(MADE)
	install -m 755 $(PROGRAMS:%=$(O)/%) $(DESTDIR)$(SBINDIR)
	install -m 755 $(LIBRARY:%=$(O)/lib/%) $(DESTDIR)$(LIBDIR)
	$(if $(STRIP),cd $(DESTDIR)/ && $(STRIP) \
	    $(patsubst %,.$(SBINDIR)/%,my_init setuser my_initctl) $(LIBRARY:%=.$(LIBDIR)/%))
	for name in $(PREPARED); do \
	    ln -sf prepare $(DESTDIR)$(LIBDIR)/$$name || exit 1; done
	ln -sf $(SBINDIR)/my_initctl $(DESTDIR)$(LIBDIR)/my_initctl
	install -m 644 runsvdir-glue/ctl/my_initctl.bash \
	    $(DESTDIR)$(COMPLETIONS)/my_initctl
	install -m 644 $(MANUALS) $(DESTDIR)$(MANDIR)/man8
	for file in $(SKELETON); do \
	    install -m 755 etc/$$file $(DESTDIR)/etc/$$file || exit 1; done

uninstall: ## what install has put and made there; what users have put there stays
	made=$$(LC_ALL=C sort -ru $(DESTDIR)$(MADE) 2>/dev/null) || :; \
	rm -f $(PROGRAMS:%=$(DESTDIR)$(SBINDIR)/%) \
	    $(patsubst %,$(DESTDIR)$(LIBDIR)/%,$(LIBRARY) $(PREPARED) my_initctl) \
	    $(DESTDIR)$(COMPLETIONS)/my_initctl $(DESTDIR)$(MADE) \
	    $(addprefix $(DESTDIR)$(MANDIR)/man8/,$(notdir $(MANUALS))) $(SKELETON:%=$(DESTDIR)/etc/%) && \
	for directory in $$made; do \
	    rmdir $(DESTDIR)$$directory 2>/dev/null || :; done

clean: ## remove $(O)
	rm -rf $(O)

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(filter %.mk Makefile,$(MAKEFILE_LIST)) | expand -t 24

.PHONY: all coverage bench-docker plots objects bins units bats check asan clang static install-static check-static lint \
	torture engines fuzzers fuzz bench install uninstall clean help
.SECONDARY:

-include $(OBJECTS:.o=.d) $(HELPER_OBJECTS:.o=.d) $(O)/init/setuser.d $(UNITS:=.d)
