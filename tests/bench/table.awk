# Makes the table of the bench, with stats.awk and facts.awk. A ratio pairs the
# runs of one round; median and quartiles are those of the ratios. -v tsv=FILE
# -v subjects='NAME...', which are those that the goals are for, and
# -v peers='NAME...'.

# The ratio of processor times, which other work on the machine disturbs less;
# for rows that are one life from exec to exit.
function cpu_ratio(row, who) {
	if (row != "exec" && row !~ /^scripts/ ||
	    !gather(row, who, 2, "ratio", who_of[row, 1]))
		return "-"
	return sprintf("%.2f", MED)
}

function peer_ratio(row, who, best) {
	if (best == "" || !gather(row, who, 1, "ratio", best))
		return "-"
	return sprintf("%.2f", MED)
}

function time_line(row, who, best,    n, more, goal, t, floor) {
	floor = who_of[row, 1]
	n = gather(row, who, 1)
	if (n == 0)
		return
	t = sprintf("%.3f\t%.3f\t%.3f", MED, Q1, Q3)
	more = gather(row, who, 1, "more", floor) ? MED : 0
	gather(row, who, 1, "ratio", floor)
	t = t sprintf("\t%.2f\t%.2f\t%.2f\t%+.3f", MED, Q1, Q3, more)
	t = t "\t" cpu_ratio(row, who) "\t" peer_ratio(row, who, best)
	record(row, who, 1, "time")
	goal = both(verdicts(row, who, 1, "time"), quiet(row))
	line(row, who, n, t "\t" load[row], goal)
}

function line(row, who, n, t, goal,    f) {
	printf "%s\t%s\t%d\t%s\t%s\n", row, who, n, t, goal > tsv
	split(t, f, "\t")
	printf form, row, who, n, f[1], f[2], f[3], f[4], f[5], f[6], f[7], \
	    f[8], f[9], f[10], goal
}

function head() {
	form = "%-16s %-18s %4s %9s %9s %9s %7s %6s %6s %9s %5s %6s %6s  %s\n"
	print "row\twho\truns\tmedian_ms\tq1_ms\tq3_ms\tratio\tratio_q1" \
	    "\tratio_q3\tmore_ms\tcpu_ratio\tpeer_ratio\tload\tgoal" > tsv
	printf form, "row", "who", "runs", "median ms", "q1", "q3", \
	    "x floor", "q1", "q3", "more ms", "x cpu", "x peer", "load", "goal"
}

END {
	print "# " machine > ratios
	for (r = 1; r <= rows; r++) {
		row = order[r]
		if (!timed(row))
			continue
		if (form == "")
			head()
		best = best_peer(row, 1)
		for (w = 1; w <= whos[row]; w++)
			time_line(row, who_of[row, w], best)
	}
	for (r = 1; r <= rows; r++)
		if (has_facts(order[r]))
			facts(order[r])
}
