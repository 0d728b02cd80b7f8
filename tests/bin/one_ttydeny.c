/*
 * Runs a program that may not change who is the foreground of a terminal.
 *
 *	one_ttydeny PROG [ARG...]
 *
 * The request TIOCSPGRP of ioctl(2), and it alone, fails with EPERM, for all
 * descendants too.
 */
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

/* As the kernel has them; musl's wrapper sees none of its headers (deny.c). */
#define LOAD 0x20	 /* BPF_LD | BPF_W | BPF_ABS */
#define JUMP_IF_NOT 0x15 /* BPF_JMP | BPF_JEQ | BPF_K */
#define RETURN 0x06	 /* BPF_RET | BPF_K */
#define MODE_FILTER 2
#define RETURN_ERRNO 0x00050000U
#define RETURN_ALLOW 0x7fff0000U

struct instruction {
	uint16_t code;
	uint8_t if_true, if_false;
	uint32_t k;
};

struct data {
	int32_t number;
	uint32_t machine;
	uint64_t instruction_pointer, args[6];
};

int
main(int argc, char **argv)
{
	static struct instruction filter[] = {
		{ LOAD, 0, 0, offsetof(struct data, number) },
		{ JUMP_IF_NOT, 0, 3, SYS_ioctl },
		{ LOAD, 0, 0, offsetof(struct data, args[1]) },
		{ JUMP_IF_NOT, 0, 1, TIOCSPGRP },
		{ RETURN, 0, 0, RETURN_ERRNO | EPERM },
		{ RETURN, 0, 0, RETURN_ALLOW },
	};
	struct {
		unsigned short length;
		struct instruction *instructions;
	} program = { sizeof(filter) / sizeof(filter[0]), filter };

	if (argc < 2)
		errx(125, "PROG is missing");
	if (prctl(PR_SET_SECCOMP, MODE_FILTER, &program) == -1 &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
		prctl(PR_SET_SECCOMP, MODE_FILTER, &program) == -1))
		err(125, "seccomp");
	execvp(argv[1], argv + 1);
	err(127, "%s", argv[1]);
}
