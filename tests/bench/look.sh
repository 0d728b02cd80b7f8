# What all pictures look like: for light and for dark backgrounds; what is black
# here is the text's colour there, which the file's own style chooses. Sourced by
# plot, and by the plot of the soak; `caption` is theirs.
# shellcheck shell=sh disable=SC2154

# These two greys stand for the text's colour and a faint one of it.
ink='#010203' faint='#040506'

begin() { # TITLE HEIGHT
	cat <<-END
		set terminal svg size 760,$2 dynamic noenhanced font "sans-serif,13"
		set border 3 linecolor rgb "$ink"
		set tics textcolor rgb "$ink" nomirror
		set title "$1\n$caption" textcolor rgb "$ink"
		set key textcolor rgb "$ink"
		set xlabel textcolor rgb "$ink"
		set ylabel textcolor rgb "$ink"
		set linetype 1 linecolor rgb "#2f81f7" linewidth 3 pointtype 7
		set linetype 2 linecolor rgb "#79b8ff" linewidth 2 pointtype 6
		set linetype 3 linecolor rgb "#8b949e" linewidth 2 pointtype 5
		set linetype 4 linecolor rgb "#d9822b" linewidth 2 pointtype 9
		set linetype 5 linecolor rgb "#2e9e5b" linewidth 2 pointtype 11
		set linetype 6 linecolor rgb "#cf4a4a" linewidth 2 pointtype 13
		set linetype 7 linecolor rgb "#9a6fd0" linewidth 2 pointtype 4
		set linetype 8 linecolor rgb "#1f9aa8" linewidth 2 pointtype 8
		set linetype 9 linecolor rgb "#a08a2e" linewidth 2 pointtype 10
		set grid linecolor rgb "$faint" linetype 1 linewidth 1
	END
}

# coloured IN OUT: gives the stand-ins their colours.
coloured() {
	sed -e '0,/<defs>/s//<style>svg { color: #1f2328; } @media (prefers-color-scheme: dark) { svg { color: #e6edf3; } }<\/style>\n<defs>/' \
		-e 's/ color="[a-z]*"//' -e "s/rgb( *1, *2, *3)/currentColor/g" \
		-e "s/stroke='rgb( *4, *5, *6)'/stroke='currentColor' stroke-opacity='0.15'/g" \
		-e "s/stroke=\"rgb( *4, *5, *6)\"/stroke=\"currentColor\" stroke-opacity=\"0.15\"/g" \
		"$1" >"$2"
}
