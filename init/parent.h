#ifndef PARENT_H
#define PARENT_H

/*
 * Our own parent. parent_death_signal: when it ends we get `signo`
 * (PR_SET_PDEATHSIG, prctl(2)); when it ended while that was being asked for,
 * at once. A parent outside our pid namespace cannot be asked for (its pid is
 * 0 to us, before and after).
 */
void parent_death_signal(int signo);

#endif
