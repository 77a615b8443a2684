//! Life after fork(2): a child must not share the parent's kernel objects.

use super::{Base, Failed};

impl Base {
    /// Rebuilds, in a child process, all that the kernel shares with the parent. Pending events stay.
    pub(crate) fn reinit(self) -> Result<(), Failed> {
        let _lock = self.lock();
        let mut result = Ok(());
        if self.backend.is_shared_by_fork() {
            self.backend.reopen()?;
            result = self.register_all_fds();
        }
        self.reopen_signals()?;
        self.reopen_notifier()?;
        result
    }
}
