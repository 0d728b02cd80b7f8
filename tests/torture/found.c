/*
 * A fault in words.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common.h"

static char *fault;

void
found_begin(char text[FAULT_MAX])
{
	fault = text;
}

bool
found(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	strcpy(fault, "FAILED: ");
	vsnprintf(fault + 8, FAULT_MAX - 8, format, arguments);
	va_end(arguments);
	return true;
}
