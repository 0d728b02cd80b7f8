#ifndef CTL_TABLE_H
#define CTL_TABLE_H

#include <stddef.h>

#include "view.h"
#include "out.h"

/*
 * ctl_table: these services as aligned columns, one a line under a header.
 * In colours on a terminal, unless NO_COLOR is set.
 */
void ctl_table(
    struct out *, const struct ctl_state *, const struct view *, size_t count);

#endif
