// run: once
// Random bytes, most of them nearly right.
#include "tag/tag.h"

static unsigned long state = 1;

static unsigned next(unsigned n)
{
	state = state * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned)(state >> 33) % n;
}

int main(void)
{
	for (int i = 0; i < 3000; i++) {
		unsigned char bytes[40];
		size_t len = next(sizeof bytes + 1);
		for (size_t j = 0; j < len; j++)
			bytes[j] = (unsigned char)(next(3) ? next(20) : next(256));
		if (len > 2 && next(2)) {
			bytes[0] = 3;
			bytes[1] = (unsigned char)next(16);
		}
		read_all(bytes, len, 3);
	}
	return t_result();
}
