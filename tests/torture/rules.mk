# The torture programs. The top Makefile includes this; alone it serves too:
#	make -f tests/torture/rules.mk O=DIR torture-bins

O ?= build
TORTURE_CC = gcc -D_GNU_SOURCE -std=c11 -Wall -Wextra -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
	-Wwrite-strings -Wvla -Wformat=2 -O2 -g
TORTURE_HEADERS = $(wildcard tests/torture/*.h)
ANYTIME = $(filter-out tests/torture/actor.c,$(wildcard tests/torture/*.c))

INJECT = $(wildcard tests/torture/inject/*.c) \
	$(patsubst %,tests/torture/%.c,child found hold lives options root \
	    shuffle trace tree worker)

CHAOS = $(filter-out %/characters.c,$(wildcard tests/torture/chaos/*.c)) \
	tests/torture/inject/place.c \
	$(patsubst %,tests/torture/%.c,child found hold lives options root \
	    shuffle trace tree worker)
ACTOR = tests/torture/actor.c tests/torture/chaos/characters.c

SOAK_ACTOR = $(patsubst %,tests/torture/soak/%.c,actor board text)
SOAK = $(filter-out %/actor.c,$(wildcard tests/torture/soak/*.c))

torture-bins: $(patsubst %,$(O)/torture/%,anytime inject chaos actor soak \
	soak_actor)

$(O)/torture/anytime: $(ANYTIME) $(TORTURE_HEADERS) tests/torture/rules.mk
	@mkdir -p $(@D)
	$(TORTURE_CC) -o $@ $(ANYTIME)

$(O)/torture/inject: $(INJECT) $(TORTURE_HEADERS) $(wildcard tests/torture/inject/*.h) tests/torture/rules.mk
	@mkdir -p $(@D)
	$(TORTURE_CC) -o $@ $(INJECT)

$(O)/torture/chaos: $(CHAOS) $(TORTURE_HEADERS) \
	$(wildcard tests/torture/inject/*.h tests/torture/chaos/*.h) tests/torture/rules.mk
	@mkdir -p $(@D)
	$(TORTURE_CC) -o $@ $(CHAOS)

# Small and static, so that fifty of them start at once; against musl, if it
# is there.
$(O)/torture/actor: $(ACTOR) tests/torture/actor.h tests/torture/board.h
	@mkdir -p $(@D)
	$$(command -v musl-gcc || echo gcc) -D_GNU_SOURCE -std=c11 -Wall -Wextra \
	    -Os -static -s -o $@ $(ACTOR)

$(O)/torture/soak: $(SOAK) $(wildcard tests/torture/soak/*.h) tests/torture/rules.mk
	@mkdir -p $(@D)
	$(TORTURE_CC) -o $@ $(SOAK)

$(O)/torture/soak_actor: $(SOAK_ACTOR) tests/torture/soak/board.h
	@mkdir -p $(@D)
	$$(command -v musl-gcc || echo gcc) -D_GNU_SOURCE -std=c11 -Wall -Wextra \
	    -Os -static -s -o $@ $(SOAK_ACTOR)

soak: all bins torture-bins ## what eight hours bring, in some minutes: nothing grows (root)
	BUILD=$(abspath $(O)) tests/torture/soak/run --plot tests/torture/soak.svg $(SOAKFLAGS)

.PHONY: torture-bins soak
