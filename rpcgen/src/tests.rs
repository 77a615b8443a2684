//! From text to errors, and to C. c-tests/rpcgen.sh compiles and runs what is made.

use crate::model::{Kind, Presence};
use crate::{header, read, source};

/// The error with its line.
fn error(text: &str) -> String {
    match read(text) {
        Ok(file) => panic!("{text}: {file:?}"),
        Err(error) => format!("{}: {}", error.line, error.text),
    }
}

/// The error of a struct's third line.
fn field_error(field: &str) -> String {
    let error = error(&format!("struct other {{}}\nstruct msg {{\n{field}\n}}\n"));
    match error.strip_prefix("3: ") {
        Some(text) => text.to_owned(),
        None => panic!("{field}: {error}"),
    }
}

#[test]
fn all_kinds() {
    let file = read(
        "struct a { int i = 0; optional int64 l = 0x10; array string s = 2147483646;
         bytes b = 3; bytes f[16] = 4; optional bytes m[MAX] = 5; array struct[a] n = 6; struct [ a ] o=7; };",
    )
    .unwrap();
    let fields = &file.structs[0].fields;
    let found: Vec<_> = fields
        .iter()
        .map(|field| {
            (
                field.name.as_str(),
                field.tag,
                field.kind.clone(),
                field.presence,
            )
        })
        .collect();
    let fixed = |length: &str| Kind::Fixed(length.to_owned());
    let nested = || Kind::Struct("a".to_owned());
    assert_eq!(
        found,
        [
            ("i", 0, Kind::Int, Presence::Required),
            ("l", 16, Kind::Int64, Presence::Optional),
            ("s", 2147483646, Kind::String, Presence::Array),
            ("b", 3, Kind::Bytes, Presence::Required),
            ("f", 4, fixed("16"), Presence::Required),
            ("m", 5, fixed("MAX"), Presence::Optional),
            ("n", 6, nested(), Presence::Array),
            ("o", 7, nested(), Presence::Required),
        ]
    );
}

#[test]
fn words_of_the_language_are_names_too() {
    let file =
        read("struct struct_ { int int = 1; string array = 2; array int optional = 3; }").unwrap();
    assert_eq!(file.structs[0].fields.len(), 3);
}

#[test]
fn whole_files() {
    assert_eq!(error(""), "1: expected a struct, found the end of the file");
    assert_eq!(
        error("\n/* */\n"),
        "3: expected a struct, found the end of the file"
    );
    assert_eq!(error("int a = 1;"), "1: expected 'struct', found 'int'");
    assert_eq!(
        error("struct {"),
        "1: expected the name of a struct, found '{'"
    );
    assert_eq!(
        error("struct a\n int"),
        "2: expected '{' behind 'struct a', found 'int'"
    );
    assert_eq!(
        error("struct a {\nint b = 1;\n"),
        "3: expected '}' at the end of 'struct a', found the end of the file"
    );
    assert_eq!(error("struct a {}\n}"), "2: expected 'struct', found '}'");
    assert_eq!(
        error("struct a {}\n\nstruct a {}"),
        "3: there is a struct a already"
    );
    assert_eq!(error("struct a {} \u{e9}"), "1: 'é' means nothing here");
}

#[test]
fn fields() {
    for (field, text) in [
        (
            "int a = 1\n",
            "expected ';' behind the tag of 'a', found '}'",
        ),
        (
            "int a = 1 2;",
            "expected ';' behind the tag of 'a', found '2'",
        ),
        ("int a;", "expected '=' and a tag behind 'a', found ';'"),
        (
            "int a = b;",
            "expected a number as the tag of 'a', found 'b'",
        ),
        (
            "int a = ;",
            "expected a number as the tag of 'a', found ';'",
        ),
        (
            "int a = -1;",
            "expected a number as the tag of 'a', found '-'",
        ),
        ("int = 1;", "expected the name of a field, found '='"),
        ("int 1a = 1;", "expected the name of a field, found '1a'"),
        (
            "optional array int a = 1;",
            "'optional array': an array may be empty anyway",
        ),
        ("array array int a = 1;", "the same word twice"),
        (
            "array bytes a = 1;",
            "there are no arrays of bytes, which 'a' would be",
        ),
        (
            "array bytes a[1] = 1;",
            "there are no arrays of bytes, which 'a' would be",
        ),
        ("int a[1] = 1;", "only bytes have a length, not 'a'"),
        (
            "struct other a = 1;",
            "expected '[' behind 'struct', found 'other'",
        ),
        (
            "struct[other a = 1;",
            "expected ']' behind 'struct[other', found 'a'",
        ),
        (
            "bytes a[] = 1;",
            "expected a length, or a macro that stands for one, found ']'",
        ),
        (
            "bytes a[1 = 1;",
            "expected ']' behind the length, found '='",
        ),
        (
            "#define A",
            "lines of the preprocessor cannot be within a struct",
        ),
        (
            "int a = 1; int a = 2;",
            "there is a field 'a' already, in line 3",
        ),
        ("int a = 10; int b = 0xA;", "'a' has the tag 10 already"),
        (
            "struct[none] a = 1;",
            "expected the name of a struct, 'none' is none here, and nothing is included",
        ),
        (
            "short a = 1;",
            "expected a type (int, int64, string, bytes or struct[NAME]), found 'short'",
        ),
        (
            "{ }",
            "expected a type (int, int64, string, bytes or struct[NAME]), found '{'",
        ),
    ] {
        assert_eq!(field_error(field), text);
    }
}

#[test]
fn numbers() {
    for bad in [
        "2147483647",
        "0x7fffffff",
        "4294967296",
        "0x",
        "0xg",
        "01",
        "1x",
        "0x1_0",
    ] {
        let expected = format!(
            "expected a tag from 0 to 2147483646, decimal or hexadecimal, for 'a', found '{bad}'"
        );
        assert_eq!(field_error(&format!("int a = {bad};")), expected);
    }
    for bad in ["0", "010", "2147483648", "1a"] {
        let expected =
            format!("expected a length of 1 at least and 2147483647 at most, found '{bad}'");
        assert_eq!(field_error(&format!("bytes a[{bad}] = 1;")), expected);
    }
}

#[test]
fn names_in_c() {
    assert_eq!(
        error("struct class {}"),
        "1: 'class' is a reserved word of C or C++"
    );
    for name in ["string", "evbuffer"] {
        let error = error(&format!("struct {name} {{}}"));
        assert!(error.starts_with("1: functions of 'struct "), "{error}");
    }
    for (text, name) in [
        ("struct a { int b = 1;\nint B = 2; }", "A_B"),
        (
            "struct a { int b_c = 1; }\nstruct a_b { int c = 1; }",
            "A_B_C",
        ),
        ("struct a {}\nstruct A {}", "struct a_"),
        ("struct a {\nint max_tags = 1; }", "A_MAX_TAGS"),
        ("struct a {}\nstruct a_ {}", "struct a_"),
        ("struct a {}\nstruct a_access_ {}", "struct a_access_"),
    ] {
        let error = error(text);
        assert!(error.starts_with("2: "), "{error}");
        assert!(
            error.contains(&format!("would both be '{name}' in C")),
            "{error}"
        );
    }
}

#[test]
fn lines_of_the_preprocessor() {
    let text = "#include <a.h>\n#if A\n# include \"b.h\"\n#else\n#define B 1\n#endif\n";
    let file = read(&format!(
        "{text}struct a {{ struct[of_a_h] b = 1; }}\n#undef B"
    ))
    .unwrap();
    assert_eq!(file.directives.join("\n"), format!("{text}#undef B"));
    let header = header::header(&file, "x.rpc");
    assert!(
        header.contains(text) && header.contains("struct of_a_h;\n"),
        "{header}"
    );

    for (text, expected) in [
        (
            "#include a.h",
            "1: expected \"FILE\" or <FILE> behind #include",
        ),
        (
            "#include <a.h",
            "1: expected \"FILE\" or <FILE> behind #include",
        ),
        (
            "#include \"\"",
            "1: expected \"FILE\" or <FILE> behind #include",
        ),
        ("#endif", "1: #endif without #if"),
        ("#else", "1: #else without #if"),
        (
            "struct a {}\n#ifdef A\n",
            "2: expected #endif for the condition that begins here",
        ),
        (
            "#if A\nstruct a {}\n#endif",
            "2: expected #endif: a struct cannot depend on a condition",
        ),
        (
            "#pragma once",
            "1: expected #include, #define, #undef or a condition, found '#pragma'",
        ),
    ] {
        assert_eq!(error(text), expected);
    }
}

#[test]
fn no_gap_is_left() {
    let file = read(
        "#include \"x.h\"\nstruct a { int i = 0; array int ai = 1; array string s = 2; string t = 3; bytes b = 4;
         bytes f[16] = 5; array struct[a] aa = 6; optional struct[a] oa = 7; struct[x] x = 8; array struct[x] ax = 9; }
         struct nothing {}",
    )
    .unwrap();
    let made = [
        header::header(&file, "../x y.rpc"),
        source::source(&file, "../x y.rpc", "x.h"),
    ];
    assert!(
        made[0].contains("#ifndef EVENT_RPCOUT____X_Y_RPC_\n"),
        "{}",
        made[0]
    );
    for text in made {
        for piece in text.split('<').skip(1) {
            let end = piece.find('>').unwrap_or(piece.len());
            let is_gap =
                |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic());
            assert!(
                !is_gap(&piece[..end]) && !piece.starts_with(", int"),
                "{piece}"
            );
        }
    }
}

/// Nothing that may be in a file makes reading it panic.
#[test]
fn any_text() {
    let text = include_str!("../../c-tests/rpcgen/kinds.rpc");
    assert!(read(text).is_ok());
    let signs = [
        "", "{", "}", "[", "]", ";", "=", "\n#", "/*", "*/", "\"", "\\\n", "0x", "é", "int ",
    ];
    for at in (0..text.len()).step_by(5) {
        let (before, after) = text.split_at(at);
        let _ = read(before);
        for sign in signs {
            let _ = read(&format!("{before}{sign}{after}"));
            let _ = read(&format!("{before}{sign}{}", &after[1..]));
        }
    }
}
