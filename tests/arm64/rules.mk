# The programs for arm64, cross-built from Debian's packages; the top Makefile
# includes this.

ARM64_TOOLS = $(abspath $(O))/arm64-toolchain
ARM64_LIB = $(ARM64_TOOLS)/root/usr/lib/aarch64-linux-gnu
ARM64_CC = $(ARM64_TOOLS)/bin/aarch64-linux-musl-gcc
# Pages of arm64 may be of 64 KB. To have relro end with a page of that size the
# file would be padded by some 30 KB, for the sake of 300 bytes. The stubs of
# the erratum 843419 would be padded to pages; adr does without (or says so).
# Nor need the data begin on a page of the file of its own.
ARM64 = STRIP=aarch64-linux-gnu-strip O=$(O)/arm64 CC=$(ARM64_CC) STATIC=-static CFLAGS='-Os -g -flto -ffat-lto-objects -ffunction-sections -fdata-sections' \
	HARDEN='-fstack-protector-strong -fno-pie -no-pie \
	-fno-unwind-tables -fno-asynchronous-unwind-tables' \
	RELRO=-Wl,-z,norelro,-z,noexecstack,--gc-sections,--sort-section=name,--build-id=none,--fix-cortex-a53-843419=adr,-z,common-page-size=65536 \
	BSD_CPPFLAGS='-isystem $(ARM64_TOOLS)/root/usr/include/bsd -DLIBBSD_OVERLAY' \
	BSD_ARCHIVE=$(ARM64_LIB)/libbsd.a BSD_LIBS=$(ARM64_LIB)/libbsd.a

static-arm64: $(ARM64_CC) ## one static arm64 binary against musl, in $(O)/arm64
	$(MAKE) all $(ARM64)

install-arm64: $(ARM64_CC) ## install those
	$(MAKE) install $(ARM64)

bins-arm64: $(ARM64_CC)
	$(MAKE) bins $(ARM64)

check-arm64: static-arm64 bins-arm64 ## the tests of that binary, under qemu
	BUILD=$(abspath $(O))/arm64 $(BATS) $(if $(T),$(T),tests/engines/arm64.bats)

$(ARM64_CC): tests/arm64/toolchain
	tests/arm64/toolchain $(ARM64_TOOLS)

.PHONY: static-arm64 install-arm64 bins-arm64 check-arm64
