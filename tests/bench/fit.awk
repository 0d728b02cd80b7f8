# How cost grows with N: for every row NAME-N that was played with three Ns or
# more a line a + b N through the medians, by least squares of the relative
# distances. The largest of those is shown: a step or a curve would be seen
# there. Where N is 0 the distance is counted against the value at the next N.
function fit(what, who, col,    k, n, w, sw, sx, sy, sxx, sxy, a, b, d, far, at) {
	n = 0
	for (k = 1; k <= ns[what]; k++)
		if (gather(what "-" n_of[what, k], who, col)) {
			X[++n] = n_of[what, k]
			Y[n] = MED
		}
	if (n < 3)
		return
	sw = sx = sy = sxx = sxy = 0
	for (k = 1; k <= n; k++) {
		w = Y[k] > 0 ? 1 / (Y[k] * Y[k]) : 1
		sw += w
		sx += w * X[k]
		sy += w * Y[k]
		sxx += w * X[k] * X[k]
		sxy += w * X[k] * Y[k]
	}
	b = (sw * sxy - sx * sy) / (sw * sxx - sx * sx)
	a = (sy - b * sx) / sw
	far = 0
	at = X[1]
	for (k = 1; k <= n; k++) {
		d = Y[k] > 0 ? Y[k] / (a + b * X[k]) - 1 : 0
		if ((d < 0 ? -d : d) > (far < 0 ? -far : far)) {
			far = d
			at = X[k]
		}
	}
	show(what, who, a, b, far, at)
}

function show(what, who, a, b, far, at) {
	if (!shown++) {
		printf "\ngrowth: a + b N\n%-14s %-20s %11s %11s %8s  %s\n", \
		    "row", "who", "a", "b", "b/floor", "furthest from the line"
		print "row\twho\ta\tb\tfurthest\tat" > fits
	}
	if (who == first_of[what])
		floor_b = b
	printf "%-14s %-20s %11.3f %11.4f %8s  %+.0f %% at %d%s\n", what, who, \
	    a, b, (floor_b > 0 ? sprintf("%.2f", b / floor_b) : "-"), \
	    100 * far, at, (far > .25 || far < -.25 ? ": not a line" : "")
	printf "%s\t%s\t%.4f\t%.6f\t%.4f\t%d\n", what, who, a, b, far, at > fits
}

function add(row,    what, k, w, who) {
	if (row !~ /-[0-9]+$/)
		return
	what = kind_of(row)
	if (!(what in ns)) {
		whats[++nwhats] = what
		first_of[what] = who_of[row, 1]
	}
	k = ++ns[what]
	n_of[what, k] = substr(row, length(what) + 2)
	for (w = 1; w <= whos[row]; w++) {
		who = who_of[row, w]
		if (!((what, who) in known)) {
			known[what, who] = 1
			all[what, ++count[what]] = who
		}
	}
}

END {
	for (r = 1; r <= rows; r++)
		add(order[r])
	for (k = 1; k <= nwhats; k++)
		for (w = 1; w <= count[whats[k]]; w++) {
			if (whats[k] != "memory")
				fit(whats[k], all[whats[k], w], 1)
			else
				fit(whats[k], all[whats[k], w], 4)
		}
	if (shown)
		print "(milliseconds; instructions; of memory KiB private of all)"
}
