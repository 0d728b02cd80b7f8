# The inits that an adapter makes contenders: adapters/README. Sourced by run.
# shellcheck shell=sh disable=SC2154

# add_adapter NAME FILE PATH
add_adapter() {
	[ -x "$3" ] || {
		echo "$1: $3 is no program" >&2
		exit 2
	}
	adapter_list="$adapter_list
$1 $2 $(realpath "$3")"
}

# One of -a: NAME=PATH or FILE=PATH, or without `=PATH`.
named_adapter() {
	file=${1%%=*}
	case $file in
	*/*) ;;
	*) file=$here/adapters/$file.sh ;;
	esac
	[ -r "$file" ] || {
		echo "no adapter $file" >&2
		exit 2
	}
	name=${file##*/}
	case $1 in
	*=*) path=${1#*=} ;;
	*) path=$(sh "$file" path) || path=the-default ;;
	esac
	add_adapter "${name%.sh}" "$(realpath "$file")" "$path"
}

# Those that were asked for, and all others whose program is here.
find_adapters() {
	adapter_list='' extra=''
	for a in $adapters; do named_adapter "$a"; done
	for file in "$here"/adapters/*.sh; do
		name=${file##*/} name=${name%.sh}
		case "$adapter_list
" in
		*"
$name "*) continue ;;
		esac
		if path=$(sh "$file" path); then
			add_adapter "$name" "$file" "$path"
		fi
	done
}

# adapters_with VERB [WORD...]: all that have the verb; with the stage options
# of $extra.
adapters_with() {
	verb=$1
	shift
	while read -r name file path; do
		[ -n "$name" ] || continue
		words=$(sh "$file" "$verb" "$path") || continue
		options=$(sh "$file" options "$path") || options=
		# those are about a TERM
		case $row in stop* | size-services | instructions-*) ;; *) options= ;; esac
		# shellcheck disable=SC2086 # lists of words
		peer "$name" $extra -P "$file" $options $words "$@"
	done <<-END
		$adapter_list
	END
}

# status_file NAME LINE: a file that is run to ask for the state of all.
status_file() {
	mkdir -p "$out/status"
	printf '#!/bin/sh\n%s\n' "$2" >"$out/status/$1"
	chmod 755 "$out/status/$1"
	echo "$out/status/$1"
}

# All that can tell the state of all services, and what they are asked by.
adapters_asked() {
	while read -r name file path; do
		[ -n "$name" ] || continue
		line=$(sh "$file" status "$path") || continue
		# the same sv as the floor's
		case $line in sv\ *) continue ;; esac
		words=$(sh "$file" services "$path") || continue
		# shellcheck disable=SC2086
		peer "$name" -P "$file" -c "$(status_file "$name" "$line")" \
			$words
	done <<-END
		$adapter_list
	END
}
