# The steps by name; each is a script in scripts/ that can be read and run on its own.
#
#   make                       build, and stage the libraries and headers in target/stage
#   make install PREFIX=/opt/libevent-rs [LIBDIR=...] [INCLUDEDIR=...] [BINDIR=...] [DESTDIR=...]
#   make uninstall             with the same variables
#   make demo                  watch it work: an echo server, then a real memcached
#   make check                 every test, with one line of totals at the end
#   make check-long            valgrind, fuzzing, Miri, repeated runs
#   make fuzz [FUZZ_RUNS=N]    arbitrary bytes for what reads bytes from the network
#   make bench | doc | clean

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
BINDIR ?= $(PREFIX)/bin
export PREFIX LIBDIR INCLUDEDIR BINDIR DESTDIR

.PHONY: all install uninstall demo check check-long bench fuzz doc clean

all:
	@scripts/build.sh

install: all
	@scripts/install.sh

uninstall:
	@scripts/uninstall.sh

demo: all
	@scripts/demo.sh

check:
	@scripts/check.sh

check-long: all
	@scripts/check-long.sh

bench: all
	@scripts/deps.sh bench
	@bench/run

fuzz:
	@scripts/fuzz.sh

doc:
	cargo doc --no-deps --locked

clean:
	cargo clean
