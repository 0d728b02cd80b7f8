# Which ratios of ours are larger than those that were recorded by more than
# their spread. First file: the recorded ratios; second: those of now. Exit 1
# if there are any, or if no ratio is in both. -v subjects='NAME...'.
BEGIN {
	FS = "\t"
	n = split(subjects, names, " ")
	for (i = 1; i <= n; i++)
		subject[names[i]] = 1
}

/^#/ {
	if (FNR == NR)
		print "\ncompared with " substr($0, 3)
	next
}

FNR == NR {
	was[$1, $2, $3] = $4
	spread[$1, $2, $3] = $6 - $5
	next
}

($1, $2, $3) in was && $2 in subject {
	key = $1 SUBSEP $2 SUBSEP $3
	room = spread[key]
	if ($6 - $5 > room)
		room = $6 - $5
	if (was[key] * .02 > room)
		room = was[key] * .02
	compared++
	if ($4 <= was[key] + room)
		next
	printf "slower: %s, %s, %s: x%.3f of the floor, was x%.3f; " \
	    "spread %.3f%s\n", $1, $2, $3, $4, was[key], room, \
	    $7 == "" ? "" : "; " $7
	slower++
}

END {
	printf "%d ratios compared, %d slower\n", compared, slower
	exit slower > 0 || compared == 0
}
