# Completion of my_initctl(8) for bash.
# shellcheck shell=bash

# The names of the services, as they are: a line each.
_my_initctl_services() {
	local directory name
	for directory in "${SVDIR:-/etc/service}"/*/; do
		name=${directory%/}
		name=${name##*/}
		[[ $name == "$1"* && -d $directory ]] || continue
		printf -v name %q "$name"
		COMPREPLY+=("$name")
	done
}

_my_initctl_words() { # WORD CANDIDATE...
	local word
	for word in "${@:2}"; do
		[[ $word != "$1"* ]] || COMPREPLY+=("$word")
	done
}

_my_initctl() {
	local word=${COMP_WORDS[COMP_CWORD]}
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		_my_initctl_words "$word" status health wait check stop timeline \
			--help --version
		return
	fi
	case ${COMP_WORDS[1]}:$word in
	status:-*) _my_initctl_words "$word" --json ;;
	health:-* | wait:-*) _my_initctl_words "$word" --timeout ;;
	timeline:*) _my_initctl_words "$word" --json --svg ;;
	status:* | health:* | wait:*)
		[[ ${COMP_WORDS[COMP_CWORD - 1]} == --timeout ]] ||
			_my_initctl_services "$word"
		;;
	check:*)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		;;
	esac
}

complete -F _my_initctl my_initctl
