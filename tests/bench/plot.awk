# The numbers of the plots, with stats.awk and facts.awk, as files of gnuplot in
# the directory -v dir=DIR. ROW.bars: a line each of who, ratio to the floor,
# quartiles, the longest of the names first, the best at the top. WHAT.lines:
# for each contender a block of N, median, quartiles.
function colour(who) {
	return who ~ /^my_init-static/ ? 1 : who in subject ? 2 : \
	    who in peer ? 4 : 3
}

# The same contender has the same one in all pictures with lines.
function linetype(who,    known, n, i) {
	if (!(who in peer))
		return colour(who)
	n = split("nitro s6 supervisord tini-runsvdir dumb-init-runsvdir", \
	    known, " ")
	for (i = 1; i <= n; i++)
		if (known[i] == who)
			return 3 + i
	return 9
}

function bars(row, i,    w, who, file, n, k, j, x, at) {
	n = 0
	for (w = 1; w <= whos[row]; w++) {
		who = who_of[row, w]
		if (!gather(row, who, i, "ratio", who_of[row, 1]))
			continue
		at = ++n
		while (at > 1 && M[at - 1] < MED) {
			M[at] = M[at - 1]
			L[at] = L[at - 1]
			at--
		}
		M[at] = MED
		L[at] = sprintf("\"%s\" %.4f %.4f %.4f %d", who, MED, Q1, Q3, \
		    colour(who))
	}
	file = dir "/" row ".bars"
	for (k = 1; k <= n; k++)
		print k, L[k] > file
	close(file)
}

function lines_of(what, col,    r, w, k, who, seen, n, file, row, last) {
	file = dir "/" what ".lines"
	n = 0
	for (r = 1; r <= rows; r++) {
		row = order[r]
		if (row !~ /-[0-9]+$/ || kind_of(row) != what)
			continue
		for (w = 1; w <= whos[row]; w++)
			if (!((what, who_of[row, w]) in named)) {
				named[what, who_of[row, w]] = 1
				names_in[what, ++n] = who_of[row, w]
			}
	}
	# ours come last, on top of the others
	for (k = 1; k <= 2 * n; k++) {
		who = names_in[what, k > n ? k - n : k]
		if (who == "floor-inotify" || (who in subject) != (k > n))
			continue
		# gnuplot takes a name only where there is a point
		last = ""
		for (r = 1; r <= rows; r++) {
			row = order[r]
			if (row !~ /-[0-9]+$/ || kind_of(row) != what ||
			    !gather(row, who, col) || MED <= 0)
				continue
			last = last sprintf("%d %.4f %.4f %.4f\n", \
			    substr(row, length(what) + 2), MED, Q1, Q3)
		}
		if (last != "")
			printf "\"%s\" %d\n%s\n\n", who, linetype(who), last > file
	}
	close(file)
}

END {
	for (r = 1; r <= rows; r++) {
		if (order[r] ~ /^(exec|instructions|log|(up|stop|memory)-[0-9]+)$/ &&
		    quiet(order[r]) != "")
			noise = 1 # of what is drawn
		if (timed(order[r]) || order[r] ~ /^(instructions|syscalls)$/)
			bars(order[r], 1)
	}
	printf "%s", noise ? "; the machine was not quiet" : "" > (dir "/caution")
	lines_of("up", 1)
	lines_of("stop", 1)
	lines_of("memory", 4)
	lines_of("instructions", 1)
	lines_of("status", 1)
}
