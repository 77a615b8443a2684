// run: once
// Where the system knows no getrandom(2), as on old kernels and in some sandboxes, there are random bytes all the same.
#include "t.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>

static void forbid(int call)
{
	struct sock_filter steps[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { sizeof steps / sizeof *steps, steps };
	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
}

int main(void)
{
	unsigned char a[300], b[300];
	forbid(SYS_getrandom);
	CHECK(getrandom(a, 1, 0) < 0 && errno == ENOSYS);
	SAY("%d\n", evutil_secure_rng_init());
	evutil_secure_rng_get_bytes(a, sizeof a);
	evutil_secure_rng_get_bytes(b, sizeof b);
	CHECK(memcmp(a, b, sizeof a));
	for (size_t i = 8; i < sizeof a; i++)
		CHECK(memcmp(a + i - 8, "\0\0\0\0\0\0\0", 8));
	return t_result();
}
