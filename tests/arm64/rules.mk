# The programs for arm64, cross-built from Debian's packages; the top Makefile
# includes this.

ARM64_TOOLS = $(abspath $(O))/arm64-toolchain
ARM64_LIB = $(ARM64_TOOLS)/root/usr/lib/aarch64-linux-gnu
ARM64_CC = $(ARM64_TOOLS)/bin/aarch64-linux-musl-gcc
# Pages of arm64 may be of 64 KB. To have relro end with a page of that size the
# file would be padded by some 30 KB, for the sake of 300 bytes. The stubs of
# the erratum 843419 would be padded to pages; adr does without (or says so).
# Nor need the data begin on a page of the file of its own: the linker's script
# leaves that to how many pages of memory it saves.
ARM64_SCRIPT = $(ARM64_TOOLS)/data-behind-text.ld
# A frame pointer in each function is a kilobyte. What gcc does for speed at some
# bytes each, -Os or not, is left out: tried one by one, these save the most.
ARM64_SMALL = -fomit-frame-pointer -mgeneral-regs-only -fno-expensive-optimizations \
	-fno-move-loop-invariants -fno-tree-loop-im -fno-inline-small-functions \
	-fno-ipa-modref -fno-shrink-wrap -fno-caller-saves -fno-tree-tail-merge
ARM64 = STRIP=aarch64-linux-gnu-strip O=$(O)/arm64 CC=$(ARM64_CC) STATIC=-static CFLAGS='-Os -g $(ARM64_SMALL) -flto -ffat-lto-objects -ffunction-sections -fdata-sections' \
	HARDEN='-fstack-protector-strong -fno-pie -no-pie \
	-fno-unwind-tables -fno-asynchronous-unwind-tables' \
	RELRO=-Wl,-z,norelro,-z,noexecstack,--gc-sections,--sort-section=name,--build-id=none,--fix-cortex-a53-843419=adr,-T,$(ARM64_SCRIPT) \
	BSD_CPPFLAGS='-isystem $(ARM64_TOOLS)/root/usr/include/bsd -DLIBBSD_OVERLAY' \
	BSD_ARCHIVE=$(ARM64_LIB)/libbsd.a BSD_LIBS=$(ARM64_LIB)/libbsd.a

static-arm64: $(ARM64_SCRIPT) ## one static arm64 binary against musl, in $(O)/arm64
	$(MAKE) all $(ARM64)

install-arm64: $(ARM64_SCRIPT) ## install those
	$(MAKE) install $(ARM64)

bins-arm64: $(ARM64_SCRIPT)
	$(MAKE) bins $(ARM64)

check-arm64: static-arm64 bins-arm64 ## the tests of that binary, under qemu
	BUILD=$(abspath $(O))/arm64 $(BATS) $(if $(T),$(T),tests/engines/arm64.bats)

$(ARM64_CC): tests/arm64/toolchain
	tests/arm64/toolchain $(ARM64_TOOLS)

$(ARM64_SCRIPT): $(ARM64_CC)
	$(ARM64_CC) -static -no-pie -Wl,--verbose 2>/dev/null | sed -e '1,/^=====/d' -e '/^=====/,$$d' \
	    -e 's/DATA_SEGMENT_ALIGN.*;/ALIGN(CONSTANT(MAXPAGESIZE)) + (. \& (CONSTANT(MAXPAGESIZE) - 1));/' \
	    -e '/^ *\.comment /d' -e 's/\*(\.note\.GNU-stack)/& *(.comment)/' \
	    -e '/DATA_SEGMENT_\(RELRO_\)*END/d' >$@
	grep -q 'ALIGN(CONSTANT(MAXPAGESIZE)) +' $@

.PHONY: static-arm64 install-arm64 bins-arm64 check-arm64
