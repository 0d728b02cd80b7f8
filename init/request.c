/*
 * The lines of the FIFO.
 */
#include <string.h>

#include "optval.h"
#include "request.h"

#define STOP "stop "
#define CRITICAL "critical "
#define SIGNALS_MAX 64

/*
 * CODE and SIGNO as waitpid(2) has them.
 */
static bool
wait_status(const char *code, const char *signo, int *wstatus)
{
	int number;

	if (strcmp(code, "-1") == 0)
		return optval_status(signo, wstatus) && *wstatus > 0 &&
		    *wstatus <= SIGNALS_MAX;
	if (!optval_status(code, &number) || strcmp(signo, "0") != 0)
		return false;
	*wstatus = number << 8;
	return true;
}

/*
 * The last word of `text` is cut off.
 */
static char *
cut_word(char *text)
{
	char *blank = strrchr(text, ' ');

	if (blank == NULL)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

/*
 * A name may have blanks in it.
 */
static bool
critical(struct request *request, const char *text)
{
	char copy[REQUEST_NAME_MAX + 16], *code, *signo;

	if (strlen(text) >= sizeof copy)
		return false;
	strcpy(copy, text);
	signo = cut_word(copy);
	code = signo == NULL ? NULL : cut_word(copy);
	if (code == NULL || *copy == '\0' || strlen(copy) >= REQUEST_NAME_MAX)
		return false;
	request->kind = REQUEST_CRITICAL;
	strcpy(request->name, copy);
	return wait_status(code, signo, &request->wstatus);
}

bool
request_parse(struct request *request, const char *line)
{
	if (strncmp(line, CRITICAL, strlen(CRITICAL)) == 0)
		return critical(request, line + strlen(CRITICAL));
	request->kind = REQUEST_STOP;
	return strncmp(line, STOP, strlen(STOP)) == 0 &&
	    optval_status(line + strlen(STOP), &request->status);
}
