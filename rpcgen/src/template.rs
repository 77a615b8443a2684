//! C with gaps: `<msg>` stands for the value of `msg`.

/// A text with values put in. Values are names and types, and have no gaps themselves.
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let put =
        |text: String, (name, value): &(&str, String)| text.replace(&format!("<{name}>"), value);
    values.iter().fold(template.to_owned(), put)
}

/// Each line that says something with that many tabs before it.
pub(crate) fn indent(text: &str, tabs: usize) -> String {
    let line = |line: &str| match line {
        "" => "\n".to_owned(),
        _ => format!("{}{line}\n", "\t".repeat(tabs)),
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps() {
        let values = [("msg", "a".to_owned()), ("field", "b".to_owned())];
        assert_eq!(
            fill("<msg>_<field>: 1 < 2, <x> <msg>", &values),
            "a_b: 1 < 2, <x> a"
        );
    }

    #[test]
    fn tabs() {
        assert_eq!(indent("a\n\n\tb", 1), "\ta\n\n\t\tb\n");
    }
}
