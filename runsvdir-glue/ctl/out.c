/*
 * Text, and the three ways to quote it.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "init/format.h"
#include "out.h"
#include "init/utf8.h"

#define REPLACEMENT "\357\277\275" /* U+FFFD */
#define ELLIPSIS "\342\200\246"

static const char hex[] = "0123456789abcdef";

void
out_open(struct out *out, int fd)
{
	out->fd = fd;
	out->error = 0;
	out->length = 0;
}

static void
flush(struct out *out)
{
	const char *at = out->buffer;
	ssize_t n;

	while (out->length > 0 && out->error == 0) {
		n = write(out->fd, at, out->length);
		if (n >= 0) {
			at += n;
			out->length -= (size_t)n;
		} else if (errno != EINTR)
			out->error = errno;
	}
	out->length = 0;
}

void
out_bytes(struct out *out, const char *bytes, size_t count)
{
	size_t room;

	for (; count > 0; bytes += room, count -= room) {
		if (out->length == sizeof out->buffer)
			flush(out);
		room = sizeof out->buffer - out->length;
		if (room > count)
			room = count;
		memcpy(out->buffer + out->length, bytes, room);
		out->length += room;
	}
}

void
out_text(struct out *out, const char *text)
{
	out_bytes(out, text, strlen(text));
}

void
out_format(struct out *out, const char *fmt, ...)
{
	char text[OUT_FORMAT_MAX + 1];
	va_list ap;

	va_start(ap, fmt);
	vformat(text, sizeof text, fmt, ap);
	va_end(ap);
	out_text(out, text);
}

void
out_repeat(struct out *out, const char *text, size_t times)
{
	while (times-- > 0)
		out_text(out, text);
}

static bool
is_control(const char *s, size_t length)
{
	unsigned char c = (unsigned char)*s;

	return length == 1 ?
	    c < ' ' || c == 0x7f :
	    length == 2 && c == 0xc2 && (unsigned char)s[1] < 0xa0;
}

size_t
out_shown(struct out *out, const char *text)
{
	size_t columns = 0, length;
	unsigned char c;

	for (; *text != '\0'; text += length) {
		length = utf8_length(text);
		if (length > 0 && !is_control(text, length)) {
			if (out != NULL)
				out_bytes(out, text, length);
			columns++;
			continue;
		}
		c = (unsigned char)*text;
		length = 1;
		if (out != NULL) {
			out_text(out, "\\x");
			out_bytes(out, &hex[c >> 4], 1);
			out_bytes(out, &hex[c & 15], 1);
		}
		columns += 4;
	}
	return columns;
}

void
out_json(struct out *out, const char *text)
{
	size_t length;
	unsigned char c;

	out_text(out, "\"");
	for (; *text != '\0'; text += length) {
		c = (unsigned char)*text;
		length = utf8_length(text);
		if (length == 0) {
			out_text(out, REPLACEMENT);
			length = 1;
		} else if (c < ' ' || c == 0x7f) {
			out_text(out, "\\u00");
			out_bytes(out, &hex[c >> 4], 1);
			out_bytes(out, &hex[c & 15], 1);
		} else {
			if (c == '"' || c == '\\')
				out_text(out, "\\");
			out_bytes(out, text, length);
		}
	}
	out_text(out, "\"");
}

/*
 * U+FFFE and U+FFFF are valid UTF-8 and no characters of XML.
 */
static void
xml_character(struct out *out, const char *s, size_t length)
{
	if (length == 0 || (length == 1 && (unsigned char)*s < ' ') ||
	    (length == 3 && memcmp(s, "\357\277", 2) == 0 &&
		(unsigned char)s[2] >= 0xbe))
		out_text(out, REPLACEMENT);
	else if (*s == '<')
		out_text(out, "&lt;");
	else if (*s == '&')
		out_text(out, "&amp;");
	else if (*s == '"')
		out_text(out, "&quot;");
	else if (*s == '>')
		out_text(out, "&gt;");
	else
		out_bytes(out, s, length);
}

void
out_xml(struct out *out, const char *text, size_t most)
{
	size_t length;

	for (; *text != '\0' && most > 0; text += length, most--) {
		length = utf8_length(text);
		if (most == 1 && text[length > 0 ? length : 1] != '\0') {
			out_text(out, ELLIPSIS);
			return;
		}
		xml_character(out, text, length);
		if (length == 0)
			length = 1;
	}
}

int
out_close(struct out *out)
{
	flush(out);
	errno = out->error;
	return out->error == 0 ? 0 : -1;
}
