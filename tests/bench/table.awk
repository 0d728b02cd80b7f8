# Makes the table of the bench. First file: ROW, GOAL, LOAD, CONTENDERS, a line
# a row, in order, the floor being the first contender; second: ROW, WHO, ROUND,
# then what stage printed. A ratio pairs the runs of one round; median and
# quartiles are those of the ratios. -v tsv=FILE -v subjects='NAME...', which
# are those that the goals are for.
function sort_values(v, n,    i, j, x) {
	for (i = 2; i <= n; i++) {
		x = v[i]
		for (j = i - 1; j >= 1 && v[j] > x; j--)
			v[j + 1] = v[j]
		v[j + 1] = x
	}
}

# The quantile q of the sorted v[1..n], between two values where it falls so.
function quantile(v, n, q,    at, low) {
	at = 1 + (n - 1) * q
	low = int(at)
	return low >= n ? v[n] : v[low] + (at - low) * (v[low + 1] - v[low])
}

function summary(v, n) {
	sort_values(v, n)
	Q1 = quantile(v, n, .25)
	MED = quantile(v, n, .5)
	Q3 = quantile(v, n, .75)
}

# The same ratio of processor times, which other work on the machine disturbs
# less; for rows that are one life from exec to exit.
function cpu_ratio(row, who,    k, n, base) {
	n = 0
	for (k = 1; k <= rounds[row]; k++) {
		base = cpu[row, who_of[row, 1], k]
		if (base > 0 && (row, who, k) in cpu)
			V[++n] = cpu[row, who, k] / base
	}
	if (n == 0)
		return "-"
	summary(V, n)
	return sprintf("%.2f", MED)
}

# Whether a goal (ratio X, or more X milliseconds) is met; empty without one.
function verdict(goal, ratio, more,    g, ok) {
	if (goal == "")
		return ""
	split(goal, g, " ")
	ok = g[1] == "ratio" ? ratio <= g[2] : more <= g[2]
	return (g[1] == "ratio" ? "<= x" g[2] : "<= +" g[2] " ms") \
	    (ok ? " met" : " NOT MET")
}

function gather(row, who, what,    k, n, base) {
	n = 0
	for (k = 1; k <= rounds[row]; k++) {
		if (!((row, who, k) in value))
			continue
		base = value[row, who_of[row, 1], k]
		if (what != "value" && base == "")
			continue
		n++
		V[n] = value[row, who, k]
		if (what == "ratio")
			V[n] /= base
		else if (what == "more")
			V[n] -= base
	}
	return n
}

function time_line(row, who,    n, m, q, more, goal, t) {
	n = gather(row, who, "value")
	if (n == 0)
		return
	summary(V, n)
	t = sprintf("%.3f\t%.3f\t%.3f", MED, Q1, Q3)
	m = gather(row, who, "more")
	more = m ? (summary(V, m) MED) : 0
	m = gather(row, who, "ratio")
	if (m)
		summary(V, m)
	else
		MED = Q1 = Q3 = 0
	goal = who in subject ? verdict(goal_of[row], MED, more) : ""
	t = t sprintf("\t%.2f\t%.2f\t%.2f\t%+.3f", MED, Q1, Q3, more)
	line(row, who, n, t "\t" cpu_ratio(row, who) "\t" load[row], goal)
}

function line(row, who, n, t, goal,    f) {
	printf "%s\t%s\t%d\t%s\t%s\n", row, who, n, t, goal > tsv
	split(t, f, "\t")
	printf "%-14s %-14s %4d %9s %9s %9s %7s %6s %6s %9s %5s %6s  %s\n", \
	    row, who, n, f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], \
	    f[9], goal
}

function head() {
	print "row\twho\truns\tmedian_ms\tq1_ms\tq3_ms\tratio\tratio_q1" \
	    "\tratio_q3\tmore_ms\tcpu_ratio\tload\tgoal" > tsv
	printf "%-14s %-14s %4s %9s %9s %9s %7s %6s %6s %9s %5s %6s  %s\n", \
	    "row", "who", "runs", "median ms", "q1", "q3", "x floor", "q1", \
	    "q3", "more ms", "x cpu", "load", "goal"
}

function idle_lines(n,    i, who, f) {
	printf "\n%-14s %-14s %8s %8s %8s %11s\n", "row", "who", "switches", \
	    "RSS KiB", "PSS KiB", "private KiB"
	print "row\twho\tswitches\trss_kib\tpss_kib\tprivate_kib" > tsv
	for (i = 1; i <= n; i++) {
		who = who_of["idle", i]
		if (!(who in idle))
			continue
		split(idle[who], f, "\t")
		printf "%-14s %-14s %8d %8d %8d %11d\n", "idle", who, f[1], \
		    f[2], f[3], f[4]
		printf "idle\t%s\t%s\n", who, idle[who] > tsv
	}
}

BEGIN { FS = "\t" }

FNR == NR {
	order[++rows] = $1
	goal_of[$1] = $2
	load[$1] = $3
	n = split($4, names, " ")
	for (i = 1; i <= n; i++)
		who_of[$1, i] = names[i]
	whos[$1] = n
	next
}

$1 == "idle" {
	idle[$2] = $4 "\t" $5 "\t" $6 "\t" $7
	next
}

{
	if ($3 > rounds[$1])
		rounds[$1] = $3
	value[$1, $2, $3] = $4 / 1000
	if ($1 == "exec" || $1 ~ /^scripts/)
		cpu[$1, $2, $3] = $5
}

END {
	split(subjects, s, " ")
	for (i in s)
		subject[s[i]] = 1
	if (rows > (whos["idle"] > 0))
		head()
	for (r = 1; r <= rows; r++) {
		if (order[r] == "idle")
			continue
		for (w = 1; w <= whos[order[r]]; w++)
			time_line(order[r], who_of[order[r], w])
	}
	if (whos["idle"])
		idle_lines(whos["idle"])
}
