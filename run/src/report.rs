//! What `--check` says.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::ours::Method;

/// A program or library that uses libevent.
pub(crate) struct User {
    pub(crate) path: PathBuf,
    pub(crate) functions: usize,
    pub(crate) variables: usize,
    /// What ours has not, among those.
    pub(crate) missing: BTreeSet<String>,
}

impl User {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            functions: 0,
            variables: 0,
            missing: BTreeSet::new(),
        }
    }
}

pub(crate) struct Report {
    pub(crate) program: PathBuf,
    pub(crate) users: Vec<User>,
    /// Libevents that would not be replaced.
    pub(crate) stays: Vec<String>,
    pub(crate) method: Method,
    /// Where our libraries are.
    pub(crate) dir: PathBuf,
}

impl Report {
    pub(crate) fn is_complete(&self) -> bool {
        self.stays.is_empty() && self.users.iter().all(|user| user.missing.is_empty())
    }

    /// A line for each thing that is not as it should be.
    pub(crate) fn missing(&self) -> String {
        let mut text = String::new();
        for user in &self.users {
            for name in &user.missing {
                text += &format!("missing: {name}, for {}\n", user.path.display());
            }
        }
        for library in &self.stays {
            text += &format!("stays: {library}\n");
        }
        text
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.users.is_empty() && self.stays.is_empty() {
            let program = self.program.display();
            return writeln!(
                f,
                "{program}: uses no libevent, unless it loads it later or has it inside"
            );
        }
        for user in &self.users {
            write!(
                f,
                "{}: {}",
                user.path.display(),
                count(user.functions, "function")
            )?;
            if user.variables > 0 {
                write!(f, ", {}", count(user.variables, "variable"))?;
            }
            writeln!(f)?;
        }
        f.write_str(&self.missing())?;
        if self.is_complete() {
            writeln!(f, "all there: {} ({})", self.dir.display(), self.method)?;
        }
        Ok(())
    }
}

fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(users: Vec<User>, stays: &[&str]) -> Report {
        Report {
            program: "/p".into(),
            users,
            stays: stays.iter().map(|&library| library.to_owned()).collect(),
            method: Method::Path,
            dir: "/o".into(),
        }
    }

    fn user(variables: usize, missing: &[&str]) -> User {
        let mut user = User::new(Path::new("/p"));
        user.functions = 1;
        user.variables = variables;
        user.missing = missing.iter().map(|&name| name.to_owned()).collect();
        user
    }

    #[test]
    fn texts() {
        let good = report(vec![user(2, &[])], &[]);
        assert_eq!(
            good.to_string(),
            "/p: 1 function, 2 variables\nall there: /o (LD_LIBRARY_PATH)\n"
        );
        assert!(good.is_complete() && good.missing().is_empty());
        let bad = report(vec![user(0, &["event_x"])], &["/l/libevent_y.so"]);
        assert_eq!(
            bad.to_string(),
            "/p: 1 function\nmissing: event_x, for /p\nstays: /l/libevent_y.so\n"
        );
        assert!(!bad.is_complete());
        assert!(report(vec![], &[]).to_string().contains("uses no libevent"));
        assert!(!report(vec![], &["x"]).is_complete());
    }
}
