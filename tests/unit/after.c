/*
 * The file `after`, and circles.
 */
#include <stdlib.h>

#include "check.h"
#include "runsvdir-glue/after.h"

static struct after_search search;

/*
 * All words of a text in one: "name,!bad,".
 */
static const char *
words(const char *bytes, size_t length)
{
	static char all[1024];
	struct after_text text = { bytes, bytes + length };
	char name[NAME_MAX + 1];
	enum after_word word;
	size_t at = 0;

	all[0] = '\0';
	while ((word = after_next(&text, name)) != AFTER_END)
		at += (size_t)snprintf(all + at, sizeof all - at, "%s%s,",
		    word == AFTER_BAD ? "!" : "", name);
	return all;
}

static void
test_words(void)
{
	char name[NAME_MAX + 2], all[NAME_MAX + 8];

	CHECK_STR(words("", 0), "");
	CHECK_STR(words(" \n#db\n", 6), "");
	CHECK_STR(words("db", 2), "db,");
	CHECK_STR(words("db\r\nweb\tx\n", 10), "db,web,x,");
	CHECK_STR(words("# a b\ndb # c\nweb#d\n#", 20), "db,web,");
	CHECK_STR(words("a/b .c ..", 9), "!a/b,!.c,!..,");
	CHECK_STR(words("a\0b", 3), "a,b,");
	CHECK_STR(words("ab", 1), "a,");
	memset(name, 'n', sizeof name);
	name[NAME_MAX + 1] = '\0';
	snprintf(all, sizeof all, "!%.*s,", NAME_MAX, name);
	CHECK_STR(words(name, NAME_MAX + 1), all);
	CHECK_STR(words(name, NAME_MAX), (all[0] = ' ', all + 1));
}

static void
add(const char *name, size_t length, void *context)
{
	char *all = context;

	CHECK_INT(strlen(name), length);
	strcat(strcat(all, name), ";");
}

static void
test_each(void)
{
	char all[64] = "";

	after_each("db .x\nweb # no\n", add, all);
	CHECK_STR(all, "db;web;");
}

/*
 * A graph: "a:b c;b:c;c:".
 */
static size_t
read_graph(const char *name, char *text, size_t size, void *context)
{
	const char *at, *end;
	char key[64];

	snprintf(key, sizeof key, ";%s:", name);
	at = strstr(context, key);
	if (at == NULL)
		return 0;
	at += strlen(key);
	end = strchr(at, ';');
	CHECK((size_t)(end - at) <= size);
	memcpy(text, at, (size_t)(end - at));
	return (size_t)(end - at);
}

static const char *
circle(const char *graph, const char *self, const char *first)
{
	static char found[256], copy[256];

	snprintf(copy, sizeof copy, ";%s;", graph);
	return after_circle(&search, self, first, read_graph, copy, found,
		   sizeof found) ?
	    found :
	    "";
}

static void
test_circles(void)
{
	CHECK_STR(circle("a:b;b:c;c:", "a", "b"), "");
	CHECK_STR(circle("a:a", "a", "a"), "a -> a");
	CHECK_STR(circle("a:b;b:a", "a", "b"), "a -> b -> a");
	CHECK_STR(circle("a:b;b:a", "b", "a"), "");
	CHECK_STR(circle("a:b;b:c;c:d;d:a", "a", "b"), "a -> b -> c -> d -> a");
	CHECK_STR(circle("a:b;b:c;c:d;d:a", "c", "d"), "");
	/* b and c are a circle of their own, that a only waits for. */
	CHECK_STR(circle("a:b;b:c;c:b", "a", "b"), "");
	CHECK_STR(circle("a:b;b:c;c:b", "b", "c"), "b -> c -> b");
	CHECK_STR(circle("a:b;b:c;c:b", "c", "b"), "");
	/* The shortest is told. */
	CHECK_STR(
	    circle("a:b;b:c d;c:e;e:a;d:a", "a", "b"), "a -> b -> d -> a");
	/* By way of a lesser one: it is that one's arrow. */
	CHECK_STR(circle("a:c;b:a;c:b", "b", "a"), "");
	CHECK_STR(circle("a:c;b:a;c:b", "a", "c"), "a -> c -> b -> a");
	CHECK_STR(circle("a:.b /;b:a", "a", "b"), "a -> b -> a");
	/* Bytes are unsigned. */
	CHECK_STR(circle("a:\xff;\xff:a", "a", "\xff"), "a -> \xff -> a");
	CHECK_STR(circle("a:\xff;\xff:a", "\xff", "a"), "");
}

/*
 * Whatever the graph: without the arrows that are to be ignored there is no
 * circle left. All graphs of four services.
 */
static void
test_every_graph(void)
{
	static const char names[][2] = { "a", "b", "c", "d" };
	char graph[128];
	unsigned int bits, i, j, left;
	unsigned int to[4];

	for (bits = 0; bits < 1u << 16; bits++) {
		char *at = graph;

		for (i = 0; i < 4; i++) {
			at += sprintf(at, "%s:", names[i]);
			for (j = 0; j < 4; j++)
				if (bits >> (4 * i + j) & 1)
					at += sprintf(at, "%s ", names[j]);
			at += sprintf(at, ";");
		}
		for (i = 0; i < 4; i++)
			for (to[i] = j = 0; j < 4; j++)
				if ((bits >> (4 * i + j) & 1) &&
				    circle(graph, names[i], names[j])[0] ==
					'\0')
					to[i] |= 1u << j;
		/* Who waits for nobody that is left may start. */
		for (left = 15, j = 0; j < 4; j++)
			for (i = 0; i < 4; i++)
				if ((to[i] & left) == 0)
					left &= ~(1u << i);
		if (!CHECK_INT(left, 0))
			printf("  of %s\n", graph);
	}
}

static size_t
read_many(const char *name, char *text, size_t size, void *context)
{
	int number = atoi(name + 1), *most = context;

	if (number > *most)
		return 0;
	return (size_t)snprintf(text, size, "n%07d n%07d", number + 1, 1);
}

/*
 * More services than there is room for: no circle is found, and no harm done.
 */
static void
test_many(void)
{
	char found[64];
	int most = 1000000;

	CHECK(!after_circle(
	    &search, "m", "n0000001", read_many, &most, found, sizeof found));
	CHECK_INT(search.count, AFTER_SERVICES_MAX);
}

int
main(void)
{
	test_words();
	test_each();
	test_circles();
	test_every_graph();
	test_many();
	return check_end("after");
}
