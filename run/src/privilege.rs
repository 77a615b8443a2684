//! Programs that get rights which their caller does not have: the dynamic linker ignores the environment for them.

use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{StatVfsMountFlags, getxattr_query, statvfs};
use rustix::process::{getgid, getuid};

use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privilege {
    SetUser,
    SetGroup,
    Capabilities,
}

impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SetUser => "set-user-ID",
            Self::SetGroup => "set-group-ID",
            Self::Capabilities => "has file capabilities",
        })
    }
}

/// What the program would get by being run by this user.
pub(crate) fn gained(program: &Path) -> Result<Option<Privilege>> {
    let unreadable = |error| Error::Unreadable(program.to_owned(), error);
    let file = program.metadata().map_err(unreadable)?;
    let gains = gained_by(
        file.mode(),
        file.uid() != getuid().as_raw(),
        file.gid() != getgid().as_raw(),
        // To root they give nothing.
        !getuid().is_root() && getxattr_query(program, c"security.capability").is_ok(),
    );
    // Where the system grants nothing the environment counts as ever. But file capabilities that a process is
    // not given for its no_new_privs still make it a secure one.
    let is_bound = rustix::thread::no_new_privs().unwrap_or(false);
    let is_without = statvfs(program).is_ok_and(|fs| fs.f_flag.contains(StatVfsMountFlags::NOSUID));
    Ok(gains.filter(|gain| !is_without && (!is_bound || *gain == Privilege::Capabilities)))
}

fn gained_by(
    mode: u32,
    is_others: bool,
    is_other_groups: bool,
    has_capabilities: bool,
) -> Option<Privilege> {
    const SET_USER: u32 = 0o4000;
    // Without the group's right to execute the bit means something else.
    const SET_GROUP: u32 = 0o2010;
    if mode & SET_USER != 0 && is_others {
        Some(Privilege::SetUser)
    } else if mode & SET_GROUP == SET_GROUP && is_other_groups {
        Some(Privilege::SetGroup)
    } else if has_capabilities {
        Some(Privilege::Capabilities)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gains_what() {
        assert_eq!(
            gained_by(0o104755, true, true, false),
            Some(Privilege::SetUser)
        );
        assert_eq!(gained_by(0o104755, false, true, false), None);
        assert_eq!(
            gained_by(0o102755, false, true, false),
            Some(Privilege::SetGroup)
        );
        assert_eq!(gained_by(0o102745, false, true, false), None);
        assert_eq!(
            gained_by(0o100755, true, true, true),
            Some(Privilege::Capabilities)
        );
        assert_eq!(gained_by(0o100755, true, true, false), None);
    }
}
