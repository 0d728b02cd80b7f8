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
}

function timed(row) {
	return !(row in names_of) || names_of[row] ~ /^-/
}

# A median, and the quartiles where they differ from it.
function cell(row, who, i) {
	if (!gather(row, who, i))
		return ""
	if (Q1 == Q3)
		return sprintf("%.0f", MED)
	return sprintf("%.0f (%.0f-%.0f)", MED, Q1, Q3)
}

function put(width, text, last) {
	printf "%" width "s%s", text, last ? "" : " "
}

function fact_line(row, who, name, n,    i, all, quartiles) {
	printf "%-14s %-18s ", row, who
	printf "%s\t%s", row, who > tsv
	all = ""
	for (i = 1; i <= n; i++) {
		if (name[i] == "-")
			continue
		put(width_of[i], cell(row, who, i))
		gather(row, who, i)
		printf "\t%s\t%s\t%s", MED, Q1, Q3 > tsv
		all = both(all, verdicts(row, who, i, name[i]))
	}
	all = both(all, quiet(row))
	printf " %s\n", all
	printf "\t%s\t%s\n", load[row], all > tsv
}

function facts(row,    name, n, i, w) {
	n = split(names_of[row], name, " ")
	printf "\n%-14s %-18s ", "row", "who"
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
