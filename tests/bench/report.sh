# What is made of the runs. Sourced by run, and by docker.
# shellcheck shell=sh disable=SC2154

# The day and the kind of the machine, as the table, the plots and the recorded
# ratios have them.
machine() {
	printf '%s, %s, %s processors, Linux %s\n' "$(date +%F)" "$(uname -m)" \
		"$(nproc)" "$(uname -r | cut -d . -f 1,2)"
}

# names_of LIST: the names in lines of NAME=PATH, in one line.
names_of() { "$1" | sed 's/=.*//' | tr '\n' ' '; }

awk_with() { # FILE...
	files=
	for f; do files="$files -f $here/$f"; done
	# shellcheck disable=SC2086
	awk -v subjects="$(names_of each_subject)" -v peers="$peer_names" \
		-v tsv="$out/bench.tsv" -v ratios="$out/ratios.tsv" \
		-v fits="$out/fit.tsv" -v machine="$(machine)" \
		-v cannot="$out/cannot.tsv" $files "$meta" "$raw"
}

report() {
	echo "$(machine)${quick:+; quick, not to be quoted}" >"$out/machine"
	names_of each_subject >"$out/subjects"
	echo "$peer_names" >"$out/peers"
	{
		printf '%s; load at the end %s%s\n\n' "$(machine)" \
			"$(cut -d ' ' -f 1-3 /proc/loadavg)" \
			"${quick:+; quick: not to be quoted}"
		awk_with stats.awk facts.awk table.awk
		awk_with stats.awk facts.awk ahead.awk
		awk_with stats.awk facts.awk fit.awk
	} | tee "$out/bench.txt"
}

compare_with() { # FILE
	awk -v subjects="$(names_of each_subject)" -f "$here/compare.awk" \
		"$1" "$out/ratios.tsv"
}
