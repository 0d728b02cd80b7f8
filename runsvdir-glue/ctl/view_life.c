/*
 * What the recorder has noted of a service, in the view of it.
 */
#include "view.h"

/*
 * In microseconds. Nothing has yet to come, whatever the record says.
 */
static int64_t
time_of(int64_t ms, int64_t now_us)
{
	return ms > now_us / 1000 ? now_us : ms * 1000;
}

/*
 * What runs has begun when its wait was over; what is down is so since its
 * status says so, unless the clock was set since.
 */
void
view_use_life(struct view *view, const struct life *life, int64_t now_us)
{
	int64_t began_us = time_of(life->began_ms, now_us);
	int64_t ended_us = time_of(life->ended_ms, now_us);

	view->has_life = true;
	view->restarts = (unsigned long)life->restarts;
	view->code = life->code;
	view->signo = life->signo;
	view->asked = life->asked;
	view->began_us = began_us > 0 ? began_us : -1;
	view->ended_us = ended_us > 0 ? ended_us : -1;
	if (view->state == VIEW_RUN && began_us > view->since_us)
		view->since_us = began_us;
	if (view->state == VIEW_DOWN && life->ended_ms >= life->began_ms &&
	    (view->since_us < ended_us || view->since_us > now_us))
		view->since_us = ended_us;
}
