# The manuals agree with the programs, in both directions.  What is compared is
# taken from the sources and from mandoc's HTML, where each head of a list is
# an element of its own and each placeholder is marked as one.
#
#	html PAGE		the manual on one line
#	section PAGE NAME	one section of it, without markup
#	heads PAGE NAME		the heads of the lists in it, one a line; a
#				placeholder is %
#	formats FUNCTIONS FILE...	the format strings of these functions, one a
#				line; a conversion is %
load helpers

MANUALS=(my_init setuser install_clean my_initctl)
# Of an option: SECONDS, FROM:TO, NAME=VALUE, USER[:GROUP].
ARGUMENT='[A-Z]+([:=][A-Z]+|\[:[A-Z]+\])?'

page() { find "$TOP/init" "$TOP/runsvdir-glue" -name "$1.8"; }

html() { mandoc -Thtml -O fragment "$(page "$1")" 2>/dev/null | tr -s '\n ' ' '; }

# cut_section NAME: between its heading and the next.
cut_section() {
	sed 's/<h1 /\n&/g' | sed -n "s/^<h1 [^>]*id=\"${1// /_}\".*<\/h1>//p"
}

plain() {
	sed -e 's/<[^>]*>//g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' \
		-e 's/&#x201[CD];/"/g' -e "s/&#x201[89];/'/g" -e 's/&#x00A0;/ /g' \
		-e 's/&amp;/\&/g' -e 's/  */ /g' -e 's/^ //' -e 's/ $//'
}

section() { html "$1" | cut_section "$2" | plain; }

# dts PAGE NAME: the same heads with their markup.
dts() {
	html "$1" | cut_section "$2" | sed 's/<dt/\n<dt/g' |
		sed -n 's/^<dt[^>]*>\(.*\)<\/dt>.*/\1/p'
}

# "% / %", "%.%" and "%%" are one thing to a reader: a path, a number, words.
one_word() { sed -e 's/%\([/.]%\)\{1,\}/%/g' -e 's/%%\{1,\}/%/g' -e 's/\\n.*//'; }

heads() { dts "$1" "$2" | sed 's/<var[^>]*>[^<]*<\/var>/%/g' | plain; }

# C without comments; adjacent literals are joined, conversions made %.
code() {
	local file
	for file; do
		tr '\n\t' '  ' <"$file" | sed -e 's/\\"/\x01/g' \
			-e "s/'\"'/' '/g" -e 's/\/\*/\x02/g' -e 's/\*\//\x03/g' -e 's/\x02[^\x03]*\x03//g' \
			-e 's/" *"//g' -e 's/  */ /g'
		echo
	done
}

conversions() {
	sed -e 's/%[-0-9.*]*\(l*u\|z*u\|[a-z]\)/%/g' -e 's/\x01/"/g' | one_word
}

formats() {
	code "${@:2}" | grep -oE "\<($1)\([^\";]*\"[^\"]*\"" |
		sed 's/^[^"]*"\(.*\)"$/\1/' | conversions | sort -u
}

# literals FILE...: every literal that holds a space between words, but for what
# only the compiler says.
literals() {
	code "$@" | sed 's/static_assert([^;]*;//g' | grep -o '"[^"]*"' | sed 's/^"\(.*\)"$/\1/' | conversions |
		sed -e 's/^[ ,%]*//' -e 's/[ %]*$//' |
		grep -E '[a-z] [(a-z0-9%]' | sort -u
}

# sources [PATTERN]: of my_init and its helpers, whose lines are in the same log;
# not what becomes setuser.
sources() {
	find "$TOP/init" "$TOP/runsvdir-glue" "$TOP/runsvdir-glue"/{prepare,tag} \
		-maxdepth 1 -name "${1-*.c}" ! -name setuser.c
}

# same WHAT ONE OTHER: two lists are the same and not empty.
same() {
	[[ $2 ]] || fail "$1: nothing was found"
	diff <(sort -u <<<"$2") <(sort -u <<<"$3") >&2 || fail "$1 (< source, > manual)"
}

# options_table: "VARIABLE --option" of the table in options.c.
options_table() {
	code "$TOP/init/options.c" | grep -oE 'ROW\("[a-z-]+", "[A-Z_]+"' |
		sed 's/ROW("\(.*\)", "\(.*\)"/\2 --\1/'
}

# usage_options: "--option ARGUMENT" of a usage that lists them; a line may
# have two.
usage_options() {
	run --separate-stderr pid1 --help
	# shellcheck disable=SC2154 # set by run
	grep -oE "^  (-h, )?--[a-z-]+( $ARGUMENT|\[=[A-Z]+\])?(, --[a-z-]+)*" <<<"$output" |
		sed 's/^ *\(-h, \)*//; s/, /\n/g'
}

# lint: what mandoc has to say; which other manuals are installed is the
# machine's business.
lint() {
	mandoc -Tlint -Wstyle "$(page "$1")" 2>&1 |
		grep -vE 'referenced manual not found|^mandoc: outdated mandoc.db' || :
}

# short_usage: a usage line without what is mere taste: case, spaces, dashes
# between words, dots. first_synopsis PROGRAM: the same of the manual's first.
short_usage() { sed 's/.*/\L&/; s/[ .-]//g'; }
first_synopsis() {
	section "$1" SYNOPSIS | sed "s/\(.\)$1 .*/\1/" | short_usage
}

@test "mandoc finds nothing to say about the manuals" {
	requires mandoc
	local name
	for name in "${MANUALS[@]}"; do
		is "$(lint "$name")" ''
	done
}

@test "the sections of the manual of my_init stand in the order that we agreed on" {
	requires mandoc
	run -0 sed -n 's/^\.Sh //p' "$TOP/init/my_init.8"
	is "${output//$'\n'/, }" "NAME, SYNOPSIS, DESCRIPTION, OPTIONS, ENVIRONMENT, \
SIGNALS, FILES, EXIT STATUS, EXAMPLES, DIAGNOSTICS, BY ANOTHER NAME, COMPATIBILITY, SEE ALSO"
}

@test "OPTIONS of the manual and --help name the same options and arguments" {
	requires mandoc
	local manual
	manual=$(dts my_init OPTIONS | plain | sed 's/^-h, //; s/[ [].*/\U&/')
	same OPTIONS "$(usage_options)" "$manual"
}

@test "SYNOPSIS of the manual and --help name the same options and arguments" {
	requires mandoc
	local manual
	manual=$(section my_init SYNOPSIS | sed 's/my_init/\n/g' |
		grep -oE -- "--[a-z-]+( ${ARGUMENT//A-Z/a-z}|\[=[a-z]+\])?" |
		sed 's/[ [].*/\U&/' | sort -u)
	same SYNOPSIS "$(usage_options)" "$manual"
}

@test "ENVIRONMENT of the manual pairs the same variables and options as the program" {
	requires mandoc
	local manual
	manual=$(html my_init | cut_section ENVIRONMENT | sed 's/<dt/\n<dt/g' |
		grep '^<dt' | sed 's/<\/dl>.*//' | plain | sed 's/ *\(--[a-z-]*\).*/ \1/')
	same ENVIRONMENT "$(options_table)" "$manual"
}

@test "every option but --help and --version has a variable, and the other way round" {
	same options "$(usage_options | sed 's/[ [].*//' | grep -vE '^--(help|version)$')" \
		"$(options_table | sed 's/.* //')"
}

@test "every message of the sources is in DIAGNOSTICS, and nothing else is" {
	requires mandoc
	local messages
	# Messages whose words come from elsewhere: how a process ended, what is
	# wrong with a variable, with the command line, how many lines were lost.
	messages=$(
		mapfile -t files < <(sources)
		formats 'log_(verbose|info|warn|error)' "${files[@]}" |
			sed -E 's/^(.*%|Runit|Reaped PID %:) %(\.?)$/\1 exited with status %\2\
\1 was killed by % (status %)\2/; s/^%$/% is "%", which is not %: the default is used/'
		echo '%'
		code "$TOP/init/log.c" | grep -o 'warning: [^"]*lost here' | conversions |
			sed 's/^warning: //'
	)
	same DIAGNOSTICS "$messages" "$(heads my_init DIAGNOSTICS)"
}

@test "every other text that a message can hold is in DIAGNOSTICS too" {
	requires mandoc
	local files text manual
	# The names of the phases are not printed; the usage is compared above, and
	# those of other names are no messages.
	mapfile -t files < <(sources | grep -v '/phase\.c$')
	manual=$(html my_init | cut_section DIAGNOSTICS |
		sed 's/<var[^>]*>[^<]*<\/var>/%/g' | plain)
	literals "${files[@]}" | grep -vE '^(usage: |This is my_init by |tini version)' >"$BATS_TEST_TMPDIR/texts"
	[[ -s $BATS_TEST_TMPDIR/texts ]] || fail "no texts were found"
	while IFS= read -r text; do
		text=${text#\*\*\* warning: }
		[[ ${manual//--/} == *"${text//--/}"* ]] || echo "missing: $text"
	done <"$BATS_TEST_TMPDIR/texts" >"$BATS_TEST_TMPDIR/missing"
	is "$(<"$BATS_TEST_TMPDIR/missing")" ''
}

@test "every path that the sources name is in FILES" {
	requires mandoc
	local paths files
	mapfile -t files < <(sources '*.[ch]')
	paths=$(code "${files[@]}" | tr -d '"' |
		sed 's/ /\n/g' | grep -E '^/((etc|proc|usr)(/[a-z_.]+)*|run/my_init)$')
	same FILES "$paths" "$(dts my_init FILES | plain | sed 's/, /\n/g')"
}

@test "setuser: every message of the source is in DIAGNOSTICS, and nothing else is" {
	requires mandoc
	local messages
	messages=$(
		formats errx "$TOP/init/setuser.c"
		# err(3) adds the reason.
		formats err "$TOP/init/setuser.c" | sed 's/$/: %/'
	)
	same DIAGNOSTICS "$messages" "$(heads setuser DIAGNOSTICS)"
}

@test "setuser: SYNOPSIS and --help say the same" {
	requires mandoc
	run -0 "$BUILD/setuser" --help
	same SYNOPSIS "$(short_usage <<<"${output#usage: }")" \
		"$(first_synopsis setuser)"
}

@test "install_clean: SYNOPSIS and --help say the same" {
	requires mandoc
	run -0 "$BUILD/install_clean" --help
	same SYNOPSIS "$(short_usage <<<"${output#usage: }")" \
		"$(first_synopsis install_clean)"
}
