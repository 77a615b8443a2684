//! The names of servers: virtual hosts and aliases.

use super::Failed;
use super::server::{ByHttp, Server};
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked};
use crate::rt::text::Text;

pub(crate) struct OneAlias {
    name: Text,
    link: Link<Alias>,
}

pub(super) type Alias = Handle<OneAlias>;

impl Linked<Alias> for ByHttp {
    fn link(element: &Alias) -> &Link<Alias> {
        &element.link
    }
}

impl Server {
    /// Makes another server answer for the hosts that a pattern names. Fails if it does so already.
    pub(crate) fn add_virtual_host(self, pattern: &[u8], host: Server) -> Result<(), Failed> {
        let is_taken = host.pattern.borrow().is_some() || host.parent.get().is_some();
        if is_taken || !host.sockets.is_empty() {
            return Err(Failed);
        }
        *host.pattern.borrow_mut() = Some(Text::new(pattern)?);
        host.parent.set(Some(self));
        self.virtual_hosts.push_back(host);
        Ok(())
    }

    pub(crate) fn remove_virtual_host(self, host: Server) -> Result<(), Failed> {
        if host.parent.get() != Some(self) {
            return Err(Failed);
        }
        self.virtual_hosts.remove(host);
        host.parent.set(None);
        *host.pattern.borrow_mut() = None;
        Ok(())
    }

    pub(crate) fn add_alias(self, name: &[u8]) -> Result<(), Failed> {
        let alias = Handle::make(OneAlias {
            name: Text::new(name)?,
            link: Link::new(),
        })?;
        self.aliases.push_back(alias);
        Ok(())
    }

    pub(crate) fn remove_alias(self, name: &[u8]) -> Result<(), Failed> {
        let mut all = self.aliases.iter();
        let alias = all.find(|it| it.name.as_bytes().eq_ignore_ascii_case(name));
        let alias = alias.ok_or(Failed)?;
        self.aliases.remove(alias);
        // SAFETY: nobody else knows it.
        unsafe { alias.dispose() };
        Ok(())
    }

    fn has_alias(self, host: &[u8]) -> bool {
        let mut all = self.aliases.iter();
        all.any(|it| it.name.as_bytes().eq_ignore_ascii_case(host))
    }

    /// The server in this tree that has a name as its alias.
    fn with_alias(self, name: &[u8]) -> Option<Server> {
        if self.has_alias(name) {
            return Some(self);
        }
        let mut hosts = self.virtual_hosts.iter();
        hosts.find_map(|host| host.with_alias(name))
    }

    /// The server for a name: a virtual host, and one of its virtual hosts, or itself.
    pub(super) fn host_for(self, name: &[u8]) -> Server {
        if let Some(server) = self.with_alias(name) {
            return server;
        }
        let mut hosts = self.virtual_hosts.iter();
        let host = hosts.find(|host| {
            let pattern = host.pattern.borrow();
            let pattern = pattern.as_ref().map(Text::as_bytes);
            pattern.is_some_and(|pattern| matches_pattern(pattern, name))
        });
        host.map_or(self, |host| host.host_for(name))
    }

    /// Whether a host in a URI is this server's. If not, it is a proxy that is asked.
    pub(super) fn answers_for(self, name: &[u8]) -> bool {
        self.with_alias(name).is_some() || self.host_for(name) != self
    }
}

/// Whether a pattern, in which each `*` stands for anything that something follows, is that of a name. The case of
/// letters does not count. Who asks chooses the name, so the time is bounded by the product of the lengths.
fn matches_pattern(pattern: &[u8], name: &[u8]) -> bool {
    if pattern.last() == Some(&b'*') {
        return false;
    }
    let (mut at, mut i) = (0, 0);
    // Where the last `*` was, and what it stands for up to.
    let mut star = None;
    while i < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                at += 1;
                star = Some((at, i));
            }
            Some(byte) if byte.eq_ignore_ascii_case(&name[i]) => {
                at += 1;
                i += 1;
            }
            _ => {
                let Some((behind, end)) = star else {
                    return false;
                };
                at = behind;
                i = end + 1;
                star = Some((behind, i));
            }
        }
    }
    at == pattern.len()
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn patterns() {
        for (pattern, name, matches) in [
            ("a", "A", true),
            ("a", "ab", false),
            ("*.a", "x.a", true),
            ("*.a", ".a", true),
            ("*.a", "a", false),
            ("*a*b", "xaybb", true),
            ("*a*b", "xayb.", false),
            ("*ab*c", "aababc", true),
            ("a*", "ab", false),
            ("*", "", false),
            ("", "", true),
            ("**a", "ba", true),
        ] {
            assert_eq!(
                matches_pattern(pattern.as_bytes(), name.as_bytes()),
                matches,
                "{pattern} {name}"
            );
        }
        let name = ".a".repeat(if cfg!(miri) { 100 } else { 100_000 });
        assert!(!matches_pattern(b"*.a.*.a.*.b", name.as_bytes()));
    }
}
