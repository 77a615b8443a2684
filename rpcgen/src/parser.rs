//! From words to structs. What can be seen only of all together is left to `check`.

use crate::error::{Result, wrong};
use crate::lexer::{self, Token};
use crate::model::{Field, File, Kind, Presence, Struct};

/// The highest tag: the constant behind it has to be an int of C too.
const MAX_TAG: u32 = i32::MAX as u32 - 1;
/// The length of fixed bytes, so that structs keep to what C compilers can do.
const MAX_LENGTH: u32 = i32::MAX as u32;

pub(crate) fn parse(text: &str) -> Result<File> {
    let mut parser = Parser {
        tokens: lexer::tokens(text)?,
        next: 0,
    };
    let mut file = File::default();
    let mut open_ifs = Vec::new();
    loop {
        let Token { kind, line } = parser.peek();
        match kind {
            lexer::Kind::End => break,
            lexer::Kind::Directive(text) => {
                directive(&text, line, &mut open_ifs)?;
                file.directives.push(text);
                parser.advance();
            }
            _ if open_ifs.is_empty() => file.structs.push(parser.structure()?),
            _ => {
                return wrong(
                    line,
                    "expected #endif: a struct cannot depend on a condition",
                );
            }
        }
    }
    if let Some(line) = open_ifs.pop() {
        return wrong(line, "expected #endif for the condition that begins here");
    }
    if file.structs.is_empty() {
        return wrong(
            parser.peek().line,
            "expected a struct, found the end of the file",
        );
    }
    Ok(file)
}

/// Lets those lines in that may be in any header. A condition has to end, or it would swallow the header's own #endif.
fn directive(text: &str, line: usize, open_ifs: &mut Vec<usize>) -> Result<()> {
    let text = text.trim_start_matches('#').trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphabetic());
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim();
    match name {
        "include" if is_file_name(rest) => {}
        "include" => return wrong(line, "expected \"FILE\" or <FILE> behind #include"),
        "define" | "undef" => {}
        "if" | "ifdef" | "ifndef" => open_ifs.push(line),
        "else" | "elif" if !open_ifs.is_empty() => {}
        "endif" if open_ifs.pop().is_some() => {}
        "else" | "elif" | "endif" => return wrong(line, format!("#{name} without #if")),
        _ => {
            return wrong(
                line,
                format!("expected #include, #define, #undef or a condition, found '#{name}'"),
            );
        }
    }
    Ok(())
}

fn is_file_name(text: &str) -> bool {
    let inside = |first, last| text.strip_prefix(first)?.strip_suffix(last);
    let is_name = |name: &str| !name.is_empty() && !name.contains(['"', '<', '>']);
    inside('"', '"').or(inside('<', '>')).is_some_and(is_name)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    /// The next token. The last one, the end of the file, stays.
    fn peek(&self) -> Token {
        self.tokens[self.next].clone()
    }

    fn advance(&mut self) {
        self.next = (self.next + 1).min(self.tokens.len() - 1);
    }

    fn expected<T>(&self, what: &str) -> Result<T> {
        let Token { kind, line } = self.peek();
        wrong(line, format!("expected {what}, found {kind}"))
    }

    /// A word that the caller takes for what it says.
    fn word(&mut self, what: &str) -> Result<String> {
        let lexer::Kind::Word(word) = self.peek().kind else {
            return self.expected(what);
        };
        self.advance();
        Ok(word)
    }

    /// Whether the next token is this one, which is taken then.
    fn takes(&mut self, kind: &lexer::Kind) -> bool {
        let is_next = self.peek().kind == *kind;
        if is_next {
            self.advance();
        }
        is_next
    }

    fn takes_sign(&mut self, sign: char) -> bool {
        self.takes(&lexer::Kind::Sign(sign))
    }

    fn sign(&mut self, sign: char, place: &str) -> Result<()> {
        if self.takes_sign(sign) {
            return Ok(());
        }
        self.expected(&format!("'{sign}' {place}"))
    }

    fn takes_word(&mut self, word: &str) -> bool {
        self.takes(&lexer::Kind::Word(word.to_owned()))
    }

    fn structure(&mut self) -> Result<Struct> {
        if !self.takes_word("struct") {
            return self.expected("'struct'");
        }
        let line = self.peek().line;
        let name = self.word("the name of a struct")?;
        self.sign('{', &format!("behind 'struct {name}'"))?;
        let mut fields = Vec::new();
        while !self.takes_sign('}') {
            fields.push(self.field(&name)?);
        }
        // As in C, which the original does without.
        self.takes_sign(';');
        Ok(Struct { name, line, fields })
    }

    fn field(&mut self, of: &str) -> Result<Field> {
        let presence = self.presence()?;
        let (kind, has_length) = self.kind(of)?;
        let line = self.peek().line;
        let name = self.word("the name of a field")?;
        let kind = self.with_length(kind, has_length, &name)?;
        if presence == Presence::Array && matches!(kind, Kind::Bytes | Kind::Fixed(_)) {
            return wrong(
                line,
                format!("there are no arrays of bytes, which '{name}' would be"),
            );
        }
        self.sign('=', &format!("and a tag behind '{name}'"))?;
        let tag = self.tag(&name)?;
        self.semicolon(&name)?;
        Ok(Field {
            name,
            line,
            tag,
            kind,
            presence,
        })
    }

    fn presence(&mut self) -> Result<Presence> {
        let line = self.peek().line;
        let mut presence = Presence::Required;
        loop {
            let next = match self.peek().kind {
                lexer::Kind::Word(word) if word == "optional" => Presence::Optional,
                lexer::Kind::Word(word) if word == "array" => Presence::Array,
                _ => return Ok(presence),
            };
            self.advance();
            match presence {
                Presence::Required => presence = next,
                _ if presence == next => return wrong(line, "the same word twice"),
                _ => return wrong(line, "'optional array': an array may be empty anyway"),
            }
        }
    }

    /// The type, and whether a length may be behind the name.
    fn kind(&mut self, of: &str) -> Result<(Kind, bool)> {
        const WHAT: &str = "a type (int, int64, string, bytes or struct[NAME])";
        let Token { kind: found, line } = self.peek();
        match found {
            lexer::Kind::Word(_) => {}
            lexer::Kind::End => return self.expected(&format!("'}}' at the end of 'struct {of}'")),
            lexer::Kind::Directive(_) => {
                return wrong(line, "lines of the preprocessor cannot be within a struct");
            }
            _ => return self.expected(WHAT),
        }
        let kind = match self.word(WHAT)?.as_str() {
            "int" => Kind::Int,
            "int64" => Kind::Int64,
            "string" => Kind::String,
            "bytes" => return Ok((Kind::Bytes, true)),
            "struct" => {
                self.sign('[', "behind 'struct'")?;
                let name = self.word("the name of a struct")?;
                self.sign(']', &format!("behind 'struct[{name}'"))?;
                Kind::Struct(name)
            }
            other => return wrong(line, format!("expected {WHAT}, found '{other}'")),
        };
        Ok((kind, false))
    }

    /// The type with the length that is behind the name, if there is one.
    fn with_length(&mut self, kind: Kind, may_have: bool, name: &str) -> Result<Kind> {
        let line = self.peek().line;
        if !self.takes_sign('[') {
            return Ok(kind);
        }
        if !may_have {
            return wrong(line, format!("only bytes have a length, not '{name}'"));
        }
        let length = match self.peek().kind {
            lexer::Kind::Word(word) => word,
            lexer::Kind::Number(text) => match number(&text) {
                Some(length @ 1..=MAX_LENGTH) => length.to_string(),
                _ => return self.expected("a length of 1 at least and 2147483647 at most"),
            },
            _ => return self.expected("a length, or a macro that stands for one"),
        };
        self.advance();
        self.sign(']', "behind the length")?;
        Ok(Kind::Fixed(length))
    }

    fn tag(&mut self, name: &str) -> Result<u32> {
        let lexer::Kind::Number(text) = self.peek().kind else {
            return self.expected(&format!("a number as the tag of '{name}'"));
        };
        let Some(tag @ 0..=MAX_TAG) = number(&text) else {
            return self.expected(&format!(
                "a tag from 0 to {MAX_TAG}, decimal or hexadecimal, for '{name}'"
            ));
        };
        self.advance();
        Ok(tag)
    }

    /// It is missing where the field ends, whatever line the next thing is on.
    fn semicolon(&mut self, name: &str) -> Result<()> {
        if self.takes_sign(';') {
            return Ok(());
        }
        let line = self.tokens[self.next - 1].line;
        let found = self.peek().kind;
        wrong(
            line,
            format!("expected ';' behind the tag of '{name}', found {found}"),
        )
    }
}

/// What starts with a zero is no decimal number here, because it would be octal elsewhere.
fn number(text: &str) -> Option<u32> {
    if let Some(digits) = text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        return u32::from_str_radix(digits, 16).ok();
    }
    if text.len() > 1 && text.starts_with('0') {
        return None;
    }
    text.parse().ok()
}
