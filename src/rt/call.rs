//! System calls that a signal may interrupt.

use super::mm;

/// Makes a system call, again for as long as it is interrupted before it has done anything.
pub(crate) fn uninterrupted<N: PartialOrd + Default>(mut call: impl FnMut() -> N) -> N {
    loop {
        let result = call();
        if result >= N::default() || mm::errno() != libc::EINTR {
            return result;
        }
    }
}
