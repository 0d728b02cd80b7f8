# The verdict on a soak, from its facts and its samples: the figures in one
# line, then a line for each fault; status 1 if there is any.
#	-v samples=N orphans=N restarts=N bytes=N budget_s=N slack=F last=LINE
#
# What may not grow is compared between the tenth of the samples after the first
# tenth, when everything has been touched once, and the last tenth.

function fault(text) {
	faults[++n_faults] = text
}

function least(name, from, to,    i, value) {
	value = table[name, from]
	for (i = from; i <= to; i++)
		if (table[name, i] + 0 < value + 0)
			value = table[name, i]
	return value
}

function most(name, from, to,    i, value) {
	value = table[name, from]
	for (i = from; i <= to; i++)
		if (table[name, i] + 0 > value + 0)
			value = table[name, i]
	return value
}

# The largest of each: what rests is measured exactly.
function flat(name, what,    then, now) {
	then = most(name, early, early_end)
	now = most(name, late, n)
	if (least(name, 1, n) < 0)
		fault(what " could not be read")
	if (now > then)
		fault(what " grew from " then " to " now)
}

# The smallest of each: others are at work, and have things for a moment.
function flat_nearly(name, what, much,    then, now) {
	then = least(name, early, early_end)
	now = least(name, late, n)
	if (least(name, 1, n) < 0)
		fault(what " could not be read")
	if (now > then + much)
		fault(what " grew from " then " to " now)
}

function same(name, what,    i) {
	for (i = early; i <= n; i++)
		if (table[name, i] != table[name, early] || table[name, i] < 0) {
			fault(what ": " table[name, early] ", and " \
			    table[name, i] " in sample " i)
			return
		}
}

function none(name, what,    i) {
	for (i = 1; i <= n; i++)
		if (table[name, i] != 0) {
			fault(what ": " table[name, i] " in sample " i)
			return
		}
}

function judge_samples() {
	flat("anon", "the memory of PID 1 (KiB)")
	flat("tagger_anon", "the memory of the tagger (KiB)")
	flat("runsvdir_anon", "the memory of runsvdir (KiB)")
	same("fds", "descriptors of PID 1")
	same("tagger_fds", "descriptors of the tagger")
	flat_nearly("runsvdir_fds", "descriptors of runsvdir", 0)
	# A service that is about to start again has two small files more.
	flat_nearly("state_kib", "the state directory (KiB)", \
	    4 * fact["services"])
	flat_nearly("state_files", "the files of the state directory", \
	    fact["services"])
	none("rest", "children of PID 1 that are left at rest")
	none("lasting", "zombies that last")
}

function judge_work() {
	if (fact["orphans"] < orphans)
		fault(fact["orphans"] " orphans of " orphans)
	if (fact["starts"] != restarts + fact["services"])
		fault(fact["starts"] - fact["services"] " restarts of " restarts)
	if (fact["bytes"] < bytes)
		fault(fact["bytes"] " bytes of " bytes)
	if (heard["starts"] != fact["starts"])
		fault("of " fact["starts"] " starts " heard["starts"] \
		    " came out")
	if (heard["lines"] != fact["lines"] || heard["bytes"] != fact["bytes"])
		fault("of " fact["lines"] " lines " heard["lines"] " came out")
	if (table["requests", n] < restarts / 4)
		fault("PID 1 was asked " table["requests", n] " times only")
}

function judge_stop() {
	if (end != "exit 0")
		fault("the end is: " end ", not exit 0")
	if (fact["stop_ms"] > budget_s * 1000 * slack)
		fault("the stop took " fact["stop_ms"] " ms")
	if (last !~ /Stopped in .*: SIGTERM; status 0\./)
		fault("the last line is: " last)
}

FNR == NR && $1 == "end" {
	end = $2 " " $3
	next
}

FNR == NR && $1 == "fault" {
	fault(substr($0, 7))
	cut_short = 1
	next
}

FNR == NR {
	fact[$1] = $2
	heard[$1] = $3
	next
}

FNR == 1 {
	for (i = 1; i <= NF; i++)
		name[i] = $i
	next
}

{
	n++
	for (i = 1; i <= NF; i++)
		table[name[i], n] = $i
}

END {
	early = int(n / 10) + 1
	early_end = int(n / 5)
	late = n - int(n / 10) + 1
	if (n < samples || n < 20)
		fault(n + 0 " samples of " samples)
	else
		judge_samples()
	if (!cut_short)
		judge_work()
	judge_stop()
	printf "%d orphans, %d restarts, %.0f megabytes (%d lines), %d samples: " \
	    "resident set of PID 1 %d -> %d KiB (anonymous %d -> %d), " \
	    "descriptors %d -> %d, most zombies %d (at rest %d), " \
	    "stop %.1f s, %.0f s in all\n", fact["orphans"],
	    fact["starts"] - fact["services"], fact["bytes"] / 1e6, fact["lines"],
	    n, table["rss", early], table["rss", n], table["anon", early],
	    table["anon", n], table["fds", early], table["fds", n],
	    most("worst", 1, n), most("rest", 1, n), fact["stop_ms"] / 1000,
	    fact["ms"] / 1000
	for (i = 1; i <= n_faults; i++)
		print "FAILED: " faults[i]
	exit n_faults > 0
}
