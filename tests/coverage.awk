# The text of gcov -bct of all files to a table; "unread: FILE" for one that it
# cannot read. First comes coverage.allow:
# file, function, line and reason, with tabs between them. What is unreached of
# such a line is not counted among what could be reached.

function percent(part, whole) {
	return whole == 0 ? 100 : 100 * part / whole
}

# Of the last line: what of it is unreached, and is it allowed?
function settle(  key) {
	if (number == 0 || file !~ /\.c$/) # a header has no code of its own
		return
	key = file "\t" called "\t" text
	there[key] = 1
	if (unreached || not_taken > 0) {
		if (key in reason) {
			excused_lines[file] += unreached
			excused_branches[file] += not_taken
		} else if (verbose)
			missing[file] = missing[file] sprintf( \
			    "  %s:%d %s %s: %s\n", file, number, called, unreached ? \
			    "line" : not_taken " of " branches_here, text)
	}
	lines[file]++
	lines_reached[file] += !unreached
	branches[file] += branches_here
	branches_reached[file] += branches_here - not_taken
	number = 0
}

FILENAME != "-" {
	if ($0 !~ /^#/ && $0 != "") {
		split($0, field, "\t")
		reason[field[1] "\t" field[2] "\t" field[3]] = field[4]
		if (field[4] == "") {
			print "coverage.allow: no reason: " $0
			bad = 1
		}
	}
	next
}

/^unread: / {
	settle()
	unread[$2] = 1
	next
}

/^ *-: *0:Source:/ {
	settle()
	file = $0
	sub(/^[^S]*Source:(\.\/)?/, "", file)
	next
}

/^function / {
	settle()
	called = $2
	next
}

/^branch / {
	branches_here++
	not_taken += / never executed/ || / taken 0( |$)/
	next
}

/^ *[0-9#=-]+\*?: *[1-9][0-9]*:/ {
	settle()
	if ($0 ~ /^ *-:/)
		next
	unreached = /^ *(#####|=====)/
	text = $0
	sub(/^[^:]*: */, "", text)
	number = text + 0
	sub(/^[0-9]*:[ \t]*/, "", text)
	branches_here = not_taken = 0
}

END {
	settle()
	sort = "sort -n -k2,2"
	printf "%-34s %7s %7s %15s %15s %8s\n", "file", "lines", "branch", \
	    "lines", "branches", "excused"
	for (f in lines) {
		printf "%-34s %6.1f%% %6.1f%% %7d/%-7d %7d/%-7d %3d/%-4d\n", f, \
		    percent(lines_reached[f], lines[f]), \
		    percent(branches_reached[f], branches[f]), \
		    lines_reached[f], lines[f], branches_reached[f], \
		    branches[f], excused_lines[f], excused_branches[f] | sort
		l += lines[f]; lr += lines_reached[f]; el += excused_lines[f]
		b += branches[f]; br += branches_reached[f]
		eb += excused_branches[f]
	}
	close(sort)
	for (f in missing)
		printf "%s", missing[f] | "sort -s -t: -k1,1"
	close("sort -s -t: -k1,1")
	for (f in unread) {
		print "gcov cannot read what there is of " f
		bad = 1
	}
	for (key in reason)
		if (!(key in there)) {
			print "coverage.allow: there is no such line: " key
			bad = 1
		}
	printf "lines %.1f %% (%d of %d), branches %.1f %% (%d of %d)\n", \
	    percent(lr, l), lr, l, percent(br, b), br, b
	printf "without what cannot be reached (coverage.allow): " \
	    "lines %.1f %%, branches %.1f %%\n", \
	    percent(lr, l - el), percent(br, b - eb)
	exit bad || percent(lr, l) < lines_wanted || \
	    percent(br, b) < branches_wanted
}
