//! How the targets are run: by libFuzzer, or, without the feature `libfuzzer`, by [`replay`].

#[cfg(feature = "libfuzzer")]
#[doc(hidden)]
pub use libfuzzer_sys;

#[cfg(not(feature = "libfuzzer"))]
pub mod replay;

/// Makes a program of a function that takes bytes.
#[cfg(feature = "libfuzzer")]
#[macro_export]
macro_rules! target {
    ($run:path) => {
        $crate::libfuzzer_sys::fuzz_target!(|data: &[u8]| $run(data));
    };
}

/// Makes a program of a function that takes bytes.
#[cfg(not(feature = "libfuzzer"))]
#[macro_export]
macro_rules! target {
    ($run:path) => {
        fn main() {
            $crate::replay::main($run);
        }
    };
}
