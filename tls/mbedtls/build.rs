//! Compiles the C part, and gives the shared library its name.

const FILES: [&str; 2] = ["src/context.c", "src/settings.c"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for file in FILES {
        println!("cargo:rerun-if-changed={file}");
    }
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libevent_mbedtls-2.1.so.7");
    println!("cargo:rustc-cdylib-link-arg=-Wl,--build-id");
    cc::Build::new()
        .files(FILES)
        .std("c99")
        .extra_warnings(true)
        .compile("event_mbedtls_c");
}
