# Who is ahead in each row that has peers: ours against the best of them, in the
# row's first number (or the one that `chief` names). Level is where the
# quartiles of the ratio lie on both sides of 1.
function chief(row,    base, name, n, i) {
	if (timed(row))
		return 1
	base = row in names_of ? row : kind_of(row)
	n = split(names_of[base], name, " ")
	for (i = 1; i <= n; i++)
		if (name[i] == chief_of[base])
			return i
	return 1
}

function best_subject(row, i,    w, who, best, least) {
	best = ""
	for (w = 1; w <= whos[row]; w++) {
		who = who_of[row, w]
		if (!(who in subject) || !gather(row, who, i))
			continue
		if (best == "" || MED < least) {
			best = who
			least = MED
		}
	}
	return best
}

function say_row(row,    i, ours, theirs, word) {
	i = chief(row)
	ours = best_subject(row, i)
	theirs = best_peer(row, i)
	if (ours == "" || theirs == "" ||
	    !gather(row, ours, i, "ratio", theirs))
		return
	word = Q3 < 1 || (MED < 1 && Q1 == Q3) ? "ahead of" : \
	    Q1 > 1 ? "BEHIND" : "level with"
	printf "%-16s %s is %s %s: x%.2f (%.2f-%.2f)%s%s\n", row, ours, word, \
	    theirs, MED, Q1, Q3, word == "BEHIND" && why[row] != "" ? \
	    "; " why[row] : "", quiet(row) == "" ? "" : "; not quiet"
}

END {
	print "\nahead:"
	for (r = 1; r <= rows; r++)
		say_row(order[r])
	while ((getline line < cannot) > 0) {
		if (!said++)
			print "\ncannot:"
		split(line, f, "\t")
		printf "%-16s %s: %s\n", f[1], f[2], f[3]
	}
}
