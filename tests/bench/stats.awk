# Reads what a bench left behind, for table.awk and facts.awk. First file: ROW,
# GOALS, LOAD, CONTENDERS, rounds that were not quiet, all rounds, why a peer may
# be ahead: a line a row, in order, the floor being the first contender; second: ROW, WHO, ROUND, then what stage printed. Medians and
# quartiles go to MED, Q1 and Q3.
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

# Summarises column i of who in the row: how many runs it has. With base, of
# the rounds that both ran: `ratio` to base, or how much `more`.
function gather(row, who, i, what, base,    k, n, of) {
	n = 0
	for (k = 1; k <= rounds[row]; k++) {
		if (!((row, who, k, i) in value))
			continue
		of = value[row, base, k, i]
		if (what != "" && (of == "" || what == "ratio" && of <= 0))
			continue
		V[++n] = value[row, who, k, i] + 0
		if (what == "ratio")
			V[n] /= of
		else if (what == "more")
			V[n] -= of
	}
	MED = Q1 = Q3 = 0
	if (n > 0)
		summary(V, n)
	return n
}

# The peer with the smallest median in column i; empty if there is none.
function best_peer(row, i,    w, who, best, least) {
	best = ""
	for (w = 1; w <= whos[row]; w++) {
		who = who_of[row, w]
		if (!(who in peer) || !gather(row, who, i))
			continue
		if (best == "" || MED < least) {
			best = who
			least = MED
		}
	}
	return best
}

# One goal: what it says, what was found, and whether that meets it.
function verdict(row, who, i, kind, limit, name,    base, n, unit) {
	unit = timed(row) && i == 1 ? " ms" : ""
	if (kind == "ratio" || kind == "more")
		base = who_of[row, 1]
	else if (kind == "peer")
		base = best_peer(row, i)
	if (kind == "peer" && base == "")
		return ""
	n = gather(row, who, i, kind == "most" ? "" : \
	    kind == "peer" ? "ratio" : kind, base)
	if (n == 0)
		return ""
	if (kind == "peer")
		name = name (name == "" ? "" : " ") sprintf("x%.2f of %s", MED, base)
	return name (name == "" ? "" : " ") "<= " \
	    (kind == "more" ? "+" limit unit : \
	    kind == "most" ? limit unit : "x" limit) \
	    (MED <= limit ? " met" : " NOT MET")
}

# The verdicts on those goals of the row that are about column i, by its name.
function verdicts(row, who, i, column,    g, n, k, f, all, one, is) {
	is = who
	sub(/\+.*/, "", is)
	if (!(is in subject))
		return ""
	n = split(goals_of[row], g, / *; */)
	all = ""
	for (k = 1; k <= n; k++) {
		split(g[k] " . .", f, " ")
		if (f[1] != column || who !~ f[4])
			continue
		one = verdict(row, who, i, f[2], f[3], \
		    column == "time" ? "" : column)
		if (one != "")
			all = all (all == "" ? "" : ", ") one
	}
	return all
}

# What the machine had to say against the row.
function quiet(row) {
	return noisy[row] ? "not quiet" : ""
}

function both(one, two) {
	return one (one == "" || two == "" ? "" : ", ") two
}

BEGIN { FS = "\t" }

FNR == 1 {
	n = split(subjects, names, " ")
	for (i = 1; i <= n; i++)
		subject[names[i]] = 1
	n = split(peers, names, " ")
	for (i = 1; i <= n; i++)
		peer[names[i]] = 1
}

FNR == NR {
	order[++rows] = $1
	goals_of[$1] = $2
	load[$1] = $3
	noisy[$1] = $5 * 2 > $6
	why[$1] = $7
	n = split($4, names, " ")
	for (i = 1; i <= n; i++)
		who_of[$1, i] = names[i]
	whos[$1] = n
	next
}

{
	if ($3 > rounds[$1])
		rounds[$1] = $3
	for (i = 4; i <= NF; i++)
		value[$1, $2, $3, i - 3] = $i
	if (timed($1))
		value[$1, $2, $3, 1] = $4 / 1000
}
