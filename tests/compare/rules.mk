# The behaviours of inits side by side; the top Makefile includes this.

COMPARE_BINS = $(O)/bin/race $(O)/bin/offspring

$(O)/bin/%: tests/compare/%.c Makefile
	@mkdir -p $(@D)
	$(BINCC) -D_GNU_SOURCE -std=c11 $(WARN) -O2 -g -o $@ $<

compare: all bins $(COMPARE_BINS) ## what inits do around one command, as a table
	$(BATS) tests/compare/table.bats
	BUILD=$(abspath $(O)) tests/compare/run $(COMPAREFLAGS)

.PHONY: compare
