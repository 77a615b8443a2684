//! Gives the shared library its name.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libevent_rustls-2.1.so.7");
    println!("cargo:rustc-cdylib-link-arg=-Wl,--build-id");
}
