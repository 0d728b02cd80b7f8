/*
 * my_initctl check: mistakes in an image, found when it is built and not when
 * it runs. Nothing of the image is executed, and nothing in it is written.
 */
#include <errno.h>
#include <string.h>

#include "runsvdir-glue/ctl/ctl.h"
#include "parts.h"
#include "report.h"
#include "root.h"

int
ctl_check(int argc, char **argv)
{
	struct ctl_options options;
	const char *root = "/";
	size_t services, scripts;

	if (ctl_options(&options, 0, argc, argv) != CTL_OK)
		return CTL_USAGE;
	if (options.count > 1)
		return ctl_usage("check");
	if (options.count == 1)
		root = options.operands[0];
	if (root_set(root) == -1) {
		ctl_error("%s: %s", root, strerror(errno));
		return CTL_USAGE;
	}
	services = services_check();
	scripts = scripts_check();
	environment_check();
	if (report_summary(services, scripts) == -1) {
		ctl_error("standard output: %s", strerror(errno));
		return CTL_FAILED;
	}
	return report_faults() == 0 ? CTL_OK : CTL_FAILED;
}
