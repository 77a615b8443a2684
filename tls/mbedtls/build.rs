//! Compiles the C part, and gives the shared library its name.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/context.c");
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libevent_mbedtls-2.1.so.7");
    println!("cargo:rustc-cdylib-link-arg=-Wl,--build-id");
    cc::Build::new()
        .file("src/context.c")
        .std("c99")
        .extra_warnings(true)
        .compile("event_mbedtls_context");
}
