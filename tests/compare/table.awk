# Makes the table out of one TAP file an init, NAME.tap, in the order of `names`;
# the first is the one that is judged, and has to be right in all that its file
# promises. What it lacks goes to stderr; with -v some=1 it may lack what could
# not be tried.
BEGIN {
	columns = split(names, name, " ")
	for (c = 1; c <= columns; c++)
		column_of[name[c] ".tap"] = c
}

FNR == 1 { column = column_of[FILENAME] }

column == 1 && /^1\.\.[0-9]+/ { promised = substr($1, 4) + 0 }

/^(not )?ok [0-9]+ / {
	line = $0
	answer = sub(/^not /, "", line) ? "no" : "yes"
	sub(/^ok [0-9]+ /, "", line)
	if (match(line, / # skip/)) {
		answer = index(line, "# skip not offered") ? "-" : "?"
		line = substr(line, 1, RSTART - 1)
	}
	sub(/ # timeout after [0-9]+s$/, "", line)
	sub(/ in [0-9]+ms$/, "", line)
	if (!(line in seen)) {
		seen[line] = ++rows
		row[rows] = line
	}
	answers[column] += !((seen[line], column) in cell)
	cell[seen[line], column] = answer
}

END {
	printf "| |"
	for (c = 1; c <= columns; c++)
		printf " %s |", name[c]
	printf "\n|---|"
	for (c = 1; c <= columns; c++)
		printf "---|"
	printf "\n"
	for (r = 1; r <= rows; r++) {
		text = row[r]
		gsub(/\|/, "\\|", text)
		printf "| %s |", text
		best = ""
		for (c = 1; c <= columns; c++) {
			answer = (r, c) in cell ? cell[r, c] : "?"
			printf " %s |", answer
			right[c] += answer == "yes"
			if (c > 1 && answer == "yes")
				best = best " " name[c]
		}
		printf "\n"
		if (cell[r, 1] != "yes") {
			print "compare: " name[1] ": " \
			    (cell[r, 1] == "" ? "missing" : cell[r, 1]) ": " row[r] \
			    (best == "" ? "" : "; right:" best) >"/dev/stderr"
			bad = bad || !(some && cell[r, 1] == "?")
		}
	}
	printf "| right, of %d |", rows
	for (c = 1; c <= columns; c++)
		printf " %d |", right[c]
	printf "\n"
	if (answers[1] != promised || rows == 0) {
		printf "compare: %s: %d rows of %d\n", name[1], answers[1], \
		    promised >"/dev/stderr"
		bad = 1
	}
	exit bad
}
