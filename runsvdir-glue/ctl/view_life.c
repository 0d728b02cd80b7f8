/*
 * What the recorder has noted of a service, in the view of it.
 */
#include "view.h"

/*
 * What runs has begun when its wait was over; what is down is so since its
 * status says so, unless the clock was set since.
 */
void
view_use_life(struct view *view, const struct life *life, int64_t now_us)
{
	int64_t began_us = life->began_ms * 1000;
	int64_t ended_us = life->ended_ms * 1000;

	view->has_life = true;
	view->restarts = (unsigned long)life->restarts;
	view->code = life->code;
	view->signo = life->signo;
	view->asked = life->asked;
	view->began_us = began_us > 0 ? began_us : -1;
	view->ended_us = ended_us > 0 ? ended_us : -1;
	if (view->state == VIEW_RUN && began_us > view->since_us)
		view->since_us = began_us;
	if (view->state == VIEW_DOWN && ended_us >= began_us &&
	    (view->since_us < ended_us || view->since_us > now_us))
		view->since_us = ended_us;
}
