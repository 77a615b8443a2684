//! Compiles the C part of the library and gives the shared library its name.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");

    // Programs built for libevent 2.1 ask for this name; see docs/linking.md.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libevent-2.1.so.7");
    println!("cargo:rustc-cdylib-link-arg=-Wl,--build-id");

    let sources = ["src/ffi/variadic.c", "src/ffi/format.c"];
    for source in sources.iter().chain(&["src/ffi/format.h"]) {
        println!("cargo:rerun-if-changed={source}");
    }
    cc::Build::new()
        .files(sources)
        .std("c99")
        .extra_warnings(true)
        // rustc reads the object's symbols to export them: it must be machine code,
        // also where the environment's CFLAGS say -flto.
        .flag_if_supported("-fno-lto")
        // Nothing in Rust refers to these functions. The first modifier keeps them in the
        // static archive and the shared library, the second exports them from the latter.
        .link_lib_modifier("+whole-archive")
        .link_lib_modifier("+export-symbols")
        .compile("event_variadic");
}
