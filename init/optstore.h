#ifndef OPTSTORE_H
#define OPTSTORE_H

#include <stddef.h>

#include "options.h"

/*
 * Pure. Where the value of an option goes, by what kind of value it is.
 *
 * optstore: what a value of this kind must be, in words, or NULL when `text`
 * is one, and is in the field at this offset of the options now.
 */
enum optstore_kind {
	FLAG,
	SECONDS,
	PATH,
	STATUS,
	SIGNAL,
	REWRITE,
	REMAP,
	USER,
	NAMES,
	ASSIGNMENT,
	WAIT, /* its value, if any, after a = */
	MODE,
	WHOLE, /* seconds, without a fraction */
};

const char *optstore(
    enum optstore_kind, struct options *, size_t offset, const char *text);

#endif
