//! What a resolv.conf says. Keywords are in lower case. There are no comments, but no keyword begins
//! with `#` or `;` either.
#![forbid(unsafe_code)]

use super::words::{Words, before, lines};

/// One thing that a resolv.conf says.
pub(crate) enum Directive<'a> {
    /// The address of a name server.
    Nameserver(&'a [u8]),
    /// The only domain to search.
    Domain(&'a [u8]),
    /// The domains to search, perhaps none.
    Search(Words<'a>),
    /// An option and its value, which is empty if there is none.
    Option { name: &'a [u8], value: &'a [u8] },
}

/// What all the lines say that say something.
pub(crate) fn directives(text: &[u8]) -> impl Iterator<Item = Directive<'_>> {
    lines(text).flat_map(of_line)
}

fn of_line(line: &[u8]) -> impl Iterator<Item = Directive<'_>> {
    let mut words = Words::of(line);
    let mut options = Words::default();
    let directive = match words.next() {
        Some(b"nameserver") => words.next().map(Directive::Nameserver),
        Some(b"domain") => words.next().map(Directive::Domain),
        Some(b"search") => Some(Directive::Search(words)),
        Some(b"options") => {
            options = words;
            None
        }
        _ => None,
    };
    directive.into_iter().chain(options.map(option))
}

fn option(word: &[u8]) -> Directive<'_> {
    let name = before(word, b':');
    let value = word.get(name.len() + 1..).unwrap_or_default();
    Directive::Option { name, value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::words::jumbled;

    fn written(text: &[u8]) -> Vec<String> {
        let text_of = |bytes: &[u8]| bytes.escape_ascii().to_string();
        let write = |directive| match directive {
            Directive::Nameserver(address) => format!("nameserver {}", text_of(address)),
            Directive::Domain(name) => format!("domain {}", text_of(name)),
            Directive::Search(names) => {
                let names = names.map(|name| format!(" {}", text_of(name)));
                format!("search{}", names.collect::<String>())
            }
            Directive::Option { name, value } => {
                format!("{}={}", text_of(name), text_of(value))
            }
        };
        directives(text).map(write).collect()
    }

    #[test]
    fn usual() {
        let text = b"\
            # made by hand\n\
            nameserver 1.2.3.4\n\
            nameserver ::1 5.6.7.8\n\
            \n\
            domain a.example b.example\n\
            search b.example c.example\n\
            sortlist 1.2.3.0\n\
            options ndots:2 rotate timeout:3\n";
        let expected = [
            "nameserver 1.2.3.4",
            "nameserver ::1",
            "domain a.example",
            "search b.example c.example",
            "ndots=2",
            "rotate=",
            "timeout=3",
        ];
        assert_eq!(written(text), expected);
    }

    #[test]
    fn blanks_and_ends_of_lines() {
        assert_eq!(written(b"  \tsearch\ta \t b\t"), ["search a b"]);
        let text = b"search a\r\nnameserver 1.2.3.4\r\noptions x:1\ty:2\r\n";
        let expected = [r"search a\r", r"nameserver 1.2.3.4\r", "x=1", r"y=2\r"];
        assert_eq!(written(text), expected);
        assert_eq!(written(b"search a\rsearch b"), [r"search a\rsearch b"]);
        assert_eq!(written(b"domain a\0b\nsearch c"), ["domain a"]);
        assert_eq!(written(b"\0search a\n"), [""; 0]);
    }

    #[test]
    fn no_comments_after_words() {
        assert_eq!(written(b"#search a\n;search b\n# search c\n"), [""; 0]);
        assert_eq!(written(b"search a # ;b c#d\n"), ["search a # ;b c#d"]);
        assert_eq!(written(b"nameserver 1.2.3.4#x"), ["nameserver 1.2.3.4#x"]);
    }

    #[test]
    fn keywords_are_exact() {
        assert_eq!(written(b"SEARCH a\nDomain b\n"), [""; 0]);
        assert_eq!(
            written(b"searchx a\nsearch: b\noption x:1\nsearch\x0b c\n"),
            [""; 0]
        );
    }

    #[test]
    fn nothing_after_the_keyword() {
        assert_eq!(
            written(b"nameserver\ndomain \nsearch \noptions\n"),
            ["search"]
        );
    }

    #[test]
    fn values_of_options() {
        assert_eq!(
            written(b"options a a: a:b:c :a ::\n"),
            ["a=", "a=", "a=b:c", "=a", "=:"]
        );
    }

    #[test]
    fn any_text() {
        let pieces: [&[u8]; 14] = [
            b"nameserver",
            b"domain",
            b"search",
            b"options",
            b" ",
            b" ",
            b"\t",
            b"\n",
            b"\n",
            b":",
            b"#",
            b"\r\n",
            b"\xff",
            b"\0",
        ];
        for text in jumbled(&pieces) {
            written(&text);
        }
    }
}
