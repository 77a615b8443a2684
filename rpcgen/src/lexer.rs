//! From bytes to words: comments go, lines of the preprocessor stay whole.

use std::fmt;

use crate::error::{Result, wrong};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name, or a word of the language.
    Word(String),
    /// Digits, and what follows them directly.
    Number(String),
    Sign(char),
    /// A line that begins with `#`, with its continuations and without comments.
    Directive(String),
    End,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(text) | Self::Number(text) => write!(f, "'{text}'"),
            Self::Sign(sign) => write!(f, "'{sign}'"),
            Self::Directive(_) => write!(f, "a line of the preprocessor"),
            Self::End => write!(f, "the end of the file"),
        }
    }
}

/// All tokens of a file; the last one is `Kind::End`.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut lexer = Lexer {
        rest: text,
        line: 1,
        at_line_start: true,
    };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next()?;
        let is_last = token.kind == Kind::End;
        tokens.push(token);
        if is_last {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    /// Only white space and comments were before this, in its line.
    at_line_start: bool,
}

impl<'a> Lexer<'a> {
    /// Takes so many bytes.
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        let lines = taken.matches('\n').count();
        self.line += lines;
        self.at_line_start |= lines > 0;
        taken
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !is_part(c));
        self.take(end.unwrap_or(self.rest.len()))
    }

    fn next(&mut self) -> Result<Token> {
        self.skip_space()?;
        let line = self.line;
        let kind = match self.rest.chars().next() {
            None => Kind::End,
            Some('#') if self.at_line_start => Kind::Directive(self.directive()?),
            Some(c) if is_word(c) => {
                let word = self.take_while(is_word).to_owned();
                if c.is_ascii_digit() {
                    Kind::Number(word)
                } else {
                    Kind::Word(word)
                }
            }
            Some(c @ ('{' | '}' | '[' | ']' | '=' | ';' | '-')) => {
                self.take(1);
                Kind::Sign(c)
            }
            Some(c) => return wrong(line, format!("{c:?} means nothing here")),
        };
        self.at_line_start = false;
        Ok(Token { kind, line })
    }

    fn skip_space(&mut self) -> Result<()> {
        loop {
            self.take_while(char::is_whitespace);
            if !self.skip_comment()? {
                return Ok(());
            }
        }
    }

    /// Whether there was one.
    fn skip_comment(&mut self) -> Result<bool> {
        if self.rest.starts_with("//") {
            self.take_while(|c| c != '\n');
        } else if let Some(inside) = self.rest.strip_prefix("/*") {
            let Some(end) = inside.find("*/") else {
                return wrong(
                    self.line,
                    "expected */ at the end of the comment that begins here",
                );
            };
            self.take(end + 4);
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn directive(&mut self) -> Result<String> {
        let mut text = String::new();
        while let Some(c) = self.rest.chars().next() {
            match c {
                '\n' => break,
                '\\' if self.rest.starts_with("\\\n") => text.push_str(self.take(2)),
                '\\' if self.rest.starts_with("\\\r\n") => {
                    self.take(3);
                    text.push_str("\\\n");
                }
                '"' => text.push_str(self.take(quoted_len(self.rest))),
                '/' if self.skip_comment()? => text.push(' '),
                _ => text.push_str(self.take(c.len_utf8())),
            }
        }
        Ok(text.trim_end().to_owned())
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// How long the text in quotation marks is with which this begins; it ends with its line at the latest.
fn quoted_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let mut tokens = tokens(text).unwrap();
        assert_eq!(tokens.pop().unwrap().kind, Kind::End);
        tokens.into_iter().map(|token| token.kind).collect()
    }

    fn word(text: &str) -> Kind {
        Kind::Word(text.to_owned())
    }

    fn directive(text: &str) -> Kind {
        Kind::Directive(text.to_owned())
    }

    #[test]
    fn words_and_signs() {
        assert_eq!(
            kinds("a_1[0x1F]=;"),
            [
                word("a_1"),
                Kind::Sign('['),
                Kind::Number("0x1F".to_owned()),
                Kind::Sign(']'),
                Kind::Sign('='),
                Kind::Sign(';'),
            ]
        );
        assert_eq!(kinds(" \t\r\n"), []);
    }

    #[test]
    fn comments() {
        assert_eq!(
            kinds("a/* b\n* / */c// d /*\ne"),
            [word("a"), word("c"), word("e")]
        );
        assert_eq!(kinds("/**/a/***/"), [word("a")]);
        assert_eq!(tokens("\na /*/").unwrap_err().line, 2);
    }

    #[test]
    fn directives() {
        assert_eq!(
            kinds("/* x */ #include \"a//b.h\" // c\r\n# define A /* 1\n */ 2\na"),
            [
                directive("#include \"a//b.h\""),
                directive("# define A   2"),
                word("a")
            ]
        );
        assert_eq!(
            kinds("#define A \\\r\n 1\na"),
            [directive("#define A \\\n 1"), word("a")]
        );
        assert_eq!(
            kinds("#define A \"\\\"//\" \"b"),
            [directive("#define A \"\\\"//\" \"b")]
        );
        assert_eq!(tokens("a #b").unwrap_err().text, "'#' means nothing here");
    }

    #[test]
    fn lines() {
        let lines: Vec<_> = tokens("a\n/*\n\n*/ b\n#c \\\nd\n;")
            .unwrap()
            .into_iter()
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [1, 4, 5, 7, 7]);
    }
}
