/*
 * Texts out of words and whole numbers.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

#define DIGITS_MAX 20

struct text {
	char *at;
	size_t room; /* the NUL is not in it */
	size_t length;
};

static void
add(struct text *text, const char *bytes, size_t count)
{
	size_t fit = count < text->room ? count : text->room;

	if (fit > 0)
		memcpy(text->at, bytes, fit);
	text->at += fit;
	text->room -= fit;
	text->length += count;
}

static void
add_number(
    struct text *text, unsigned long long number, bool negative, int width)
{
	char digits[DIGITS_MAX];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	if (negative)
		add(text, "-", 1);
	for (width -= negative; width > (int)(sizeof digits - at); width--)
		add(text, "0", 1);
	add(text, digits + at, sizeof digits - at);
}

static void
add_signed(struct text *text, int number, int width)
{
	add_number(text,
	    number < 0 ? 0ULL - (unsigned long long)number :
			 (unsigned long long)number,
	    number < 0, width);
}

static int
digits(const char **fmt)
{
	int number = 0;

	for (; **fmt >= '0' && **fmt <= '9'; (*fmt)++)
		number = number * 10 + **fmt - '0';
	return number;
}

/*
 * One directive, after its %; returns what follows it.
 */
static const char *
add_directive(struct text *text, const char *fmt, va_list *ap)
{
	const char *begin = fmt - 1, *string;
	int width = digits(&fmt), most = -1;
	int longs;

	if (*fmt == '.' && *++fmt == '*') {
		fmt++;
		most = va_arg(*ap, int);
	} else if (fmt[-1] == '.')
		most = digits(&fmt);
	longs = fmt[0] != 'l' ? 0 : fmt[1] != 'l' ? 1 : 2;
	fmt += longs;
	switch (*fmt) {
	case 's':
		string = va_arg(*ap, const char *);
		add(text, string,
		    most < 0 ? strlen(string) : strnlen(string, (size_t)most));
		break;
	case 'd':
		add_signed(text, va_arg(*ap, int), width);
		break;
	case 'u':
		add_number(text,
		    longs == 2	   ? va_arg(*ap, unsigned long long) :
			longs == 1 ? va_arg(*ap, unsigned long) :
				     va_arg(*ap, unsigned int),
		    false, width);
		break;
	case '%':
		add(text, "%", 1);
		break;
	default:
		add(text, begin, (size_t)(fmt - begin));
		return fmt;
	}
	return fmt + 1;
}

size_t
vformat(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct text text = { buf, size > 0 ? size - 1 : 0, 0 };
	va_list rest;
	size_t plain;

	va_copy(rest, ap);
	while (*fmt != '\0') {
		plain = strcspn(fmt, "%");
		add(&text, fmt, plain);
		fmt += plain;
		if (*fmt == '%')
			fmt = add_directive(&text, fmt + 1, &rest);
	}
	va_end(rest);
	if (size > 0)
		*text.at = '\0';
	return text.length;
}

size_t
format(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	size_t length;

	va_start(ap, fmt);
	length = vformat(buf, size, fmt, ap);
	va_end(ap);
	return length;
}

char *
format_new(const char *fmt, ...)
{
	va_list ap;
	size_t size;
	char *text;

	va_start(ap, fmt);
	size = vformat(NULL, 0, fmt, ap) + 1;
	va_end(ap);
	text = malloc(size);
	if (text == NULL)
		return NULL;
	va_start(ap, fmt);
	vformat(text, size, fmt, ap);
	va_end(ap);
	return text;
}
