# The steps by name; each is a script in scripts/ that can be read and run on its own.
#
#   make                       build, and stage the libraries and headers in target/stage
#   make install PREFIX=/opt/libevent-rs [LIBDIR=...] [INCLUDEDIR=...] [BINDIR=...] [DESTDIR=...]
#   make uninstall             with the same variables
#   make deb                   Debian packages, in target/deb (docs/debian.md)
#   make demo                  watch it work: an echo server, then a real memcached
#   make check                 every test, with one line of totals at the end
#   make check-long            valgrind, sanitizers, fuzzing, Miri, repeated runs
#   make fuzz [TIME=SECONDS]   arbitrary bytes for what reads bytes from the network; TIME is for each target
#   make doc                   the C interface as web pages and manual pages, in target/doc-api
#   make install-doc [DOCDIR=...] [MANDIR=...]    with the variables of install; uninstall removes these, too
#   make bench                 every job on the system's libevent and on this one, in turns: CPU time, 5 runs each
#   make bench-count           instructions and system calls of the jobs, kept in docs/benchmark-counts.tsv, and in the docs
#   make doc-internal | clean

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
BINDIR ?= $(PREFIX)/bin
DOCDIR ?= $(PREFIX)/share/doc/libevent-rs
MANDIR ?= $(PREFIX)/share/man
export PREFIX LIBDIR INCLUDEDIR BINDIR DOCDIR MANDIR DESTDIR

.PHONY: all install install-doc uninstall deb demo check check-long bench bench-count fuzz doc doc-internal clean

all:
	@scripts/build.sh

install: all
	@scripts/install.sh

install-doc: doc
	@scripts/install-doc.sh

uninstall:
	@scripts/uninstall.sh

deb: all
	@scripts/deb.sh

demo: all
	@scripts/demo.sh

check:
	@scripts/check.sh

check-long: all
	@scripts/check-long.sh

bench: all
	@scripts/deps.sh bench
	@bench/run

bench-count: all
	@scripts/deps.sh bench-count
	@bench/run --count --save docs/benchmark-counts.tsv
	@bench/report

fuzz:
	@FUZZ_TIME=$(TIME) scripts/fuzz.sh

doc:
	@scripts/doc.sh

# What the Rust inside is made of.
doc-internal:
	cargo doc --no-deps --locked

clean:
	cargo clean
