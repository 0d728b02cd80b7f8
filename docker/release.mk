# The Debian package and the release; the top Makefile includes this.

# Who builds packages for others puts a name and an address here.
MAINTAINER = The my_init authors <my_init@my-init.invalid>
DEB_VERSION = $(VERSION)-1
# The architectures of a release. Of these, arm64 is cross-built on amd64.
ARCHES = amd64 arm64
NATIVE = $(shell dpkg --print-architecture)
RELEASE = $(O)/release/my_init-$(VERSION)
PACKAGED = $(abspath $(O))/packaged

# The time of all files in a package: the same sources give the same bytes.
ifeq ($(SOURCE_DATE_EPOCH),)
SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)
endif

# For ARCH: the target that installs its programs, where what is linked into them
# lies, and with which compiler.
INSTALL_FOR = $(if $(filter $1,$(NATIVE)),install-static,install-$1)
PARTS_OF = $(if $(filter $1,$(NATIVE)),/:gcc,$(abspath $(O))/$1-toolchain/root:$(CROSS_$1))
CROSS_arm64 = aarch64-linux-gnu-gcc
ROOT_OF = $(firstword $(subst :, ,$(call PARTS_OF,$1)))

deb: ## the Debian package for this machine, in $(O)/release
	$(MAKE) deb-$(NATIVE)

deb-%: packaged-%
	VERSION='$(DEB_VERSION)' MAINTAINER='$(MAINTAINER)' \
	    SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) \
	    docker/debian/package $(PACKAGED)/$* $* $(O)/release

# Debian's /sbin is a link: packages do not go through it.
packaged-%:
	rm -rf $(PACKAGED)/$*
	$(MAKE) $(call INSTALL_FOR,$*) DESTDIR=$(PACKAGED)/$* PREFIX= \
	    SBINDIR=/usr/sbin MANDIR=/usr/share/man
	docker/debian/tree $(PACKAGED)/$* $(call ROOT_OF,$*)

release: $(ARCHES:%=deb-%) ## packages, a tarball, what they are made of, sums
	rm -rf $(RELEASE)
	mkdir -p $(RELEASE)
	cp -R -P -p $(ARCHES:%=$(PACKAGED)/%) $(RELEASE)
	cp LICENSE README.md CHANGELOG.md $(RELEASE)
	sed 's/NAME/$(notdir $(RELEASE))/g' docker/debian/INSTALL >$(RELEASE)/INSTALL
	VERSION='$(VERSION)' SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) \
	    docker/debian/sbom $(RELEASE) \
	    $(foreach arch,$(ARCHES),$(arch):$(call PARTS_OF,$(arch))) >$(RELEASE).spdx.json
	cp $(RELEASE).spdx.json $(RELEASE)
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) docker/debian/tarball $(RELEASE)
	rm -rf $(RELEASE)
	cd $(O)/release && sha256sum $(ARCHES:%=my-init_$(DEB_VERSION)_%.deb) \
	    $(notdir $(RELEASE)).spdx.json $(notdir $(RELEASE)).tar.gz >SHA256SUMS

.PHONY: deb release
