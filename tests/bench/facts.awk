# What a row has beside times, or instead of them: a table for each such row.
# Columns as stage prints them; a row whose first is `-` is in the table of
# times with it.
BEGIN {
	names_of["syscalls"] = "calls waits"
	names_of["orphans"] = "- per-second growth-KiB"
	names_of["orphans-woken"] = "- per-second growth-KiB"
	names_of["orphans-calls"] = "calls waits more-waits"
	names_of["strays"] = "- strays got-TERM ended"
	names_of["strays-mixed"] = "- strays got-TERM ended"
	names_of["rss"] = "switches voluntary VmRSS RSS PSS private"
	names_of["size"] = "bytes libraries with-them"
	names_of["size-services"] = "files bytes"
	names_of["instructions"] = "instructions"
	names_of["memory"] = \
	    "PID1-PSS PID1-private tree-PSS tree-private processes"
	names_of["log"] = names_of["log-burst"] = "- lines-per-second cpu-us"
	names_of["stop-early"] = "- up-then up-in-all"
	names_of["docker-size"] = "bytes more-bytes"
	# Which of them says who is ahead, if not the first.
	chief_of["rss"] = "private"
	chief_of["memory"] = "tree-private"
	chief_of["size"] = "with-them"
	chief_of["size-services"] = "bytes"
}

# What a row with an N at its end is about.
function kind_of(row) {
	sub(/-[0-9]+$/, "", row)
	return row
}

function has_facts(row) {
	return row in names_of || kind_of(row) in names_of
}

function names_for(row) {
	return row in names_of ? names_of[row] : names_of[kind_of(row)]
}

function timed(row) {
	return !has_facts(row) || names_for(row) ~ /^-/
}

# A median, and the quartiles where they differ from it.
function cell(row, who, i) {
	if (!gather(row, who, i))
		return ""
	if (Q1 == Q3)
		return sprintf("%.0f", MED)
	return sprintf("%.0f (%.0f-%.0f)", MED, Q1, Q3)
}

# What --record keeps of column i.
function record(row, who, i, name) {
	if (who == who_of[row, 1] ||
	    !gather(row, who, i, "ratio", who_of[row, 1]))
		return
	printf "%s\t%s\t%s\t%.4f\t%.4f\t%.4f\t%s\n", row, who, name, \
	    MED, Q1, Q3, quiet(row) > ratios
}

function put(width, text, last) {
	printf "%" width "s%s", text, last ? "" : " "
}

function fact_line(row, who, name, n,    i, all, quartiles) {
	printf "%-16s %-18s ", row, who
	printf "%s\t%s", row, who > tsv
	all = ""
	for (i = 1; i <= n; i++) {
		if (name[i] == "-")
			continue
		put(width_of[i], cell(row, who, i))
		gather(row, who, i)
		printf "\t%s\t%s\t%s", MED, Q1, Q3 > tsv
		record(row, who, i, name[i])
		all = both(all, verdicts(row, who, i, name[i]))
	}
	all = both(all, quiet(row))
	printf " %s\n", all
	printf "\t%s\t%s\n", load[row], all > tsv
}

function facts(row,    name, n, i, w) {
	n = split(names_for(row), name, " ")
	printf "\n%-16s %-18s ", "row", "who"
	printf "row\twho" > tsv
	for (i = 1; i <= n; i++) {
		if (name[i] == "-")
			continue
		width_of[i] = length(name[i])
		for (w = 1; w <= whos[row]; w++)
			if (length(cell(row, who_of[row, w], i)) > width_of[i])
				width_of[i] = \
				    length(cell(row, who_of[row, w], i))
		put(width_of[i], name[i])
		printf "\t%s\tq1\tq3", name[i] > tsv
	}
	print " goal"
	print "\tload\tgoal" > tsv
	for (w = 1; w <= whos[row]; w++)
		if (gather(row, who_of[row, w], n))
			fact_line(row, who_of[row, w], name, n)
}
