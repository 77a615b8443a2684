//! Life after fork(2): a child must not share the parent's kernel objects.

use super::{Base, Failed};

impl Base {
    /// Rebuilds, in a child process, all that the kernel shares with the parent. Pending events stay.
    pub(crate) fn reinit(self) -> Result<(), Failed> {
        let _lock = self.lock();
        let mut fds = Ok(());
        if self.backend.is_shared_by_fork() {
            // First, since what the next steps change must not be the parent's.
            self.backend.reopen()?;
            fds = self.register_all_fds();
        }
        let signals = self.reopen_signals();
        let notifier = self.reopen_notifier();
        fds.and(signals).and(notifier)
    }
}
