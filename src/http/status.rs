//! What the statuses of responses are called.
#![forbid(unsafe_code)]

/// The names of a class's statuses, from its first on, and what others of the class are called.
struct Class {
    names: &'static [&'static str],
    other: &'static str,
}

const CLASSES: [Class; 5] = [
    Class {
        names: &["Continue", "Switching Protocols"],
        other: "Informational",
    },
    Class {
        names: &[
            "OK",
            "Created",
            "Accepted",
            "Non-Authoritative Information",
            "No Content",
            "Reset Content",
            "Partial Content",
        ],
        other: "Success",
    },
    Class {
        // The last is 307's, but programs know it as the original has it.
        names: &[
            "Multiple Choices",
            "Moved Permanently",
            "Found",
            "See Other",
            "Not Modified",
            "Use Proxy",
            "Temporary Redirect",
        ],
        other: "Redirection",
    },
    Class {
        names: &[
            "Bad Request",
            "Unauthorized",
            "Payment Required",
            "Forbidden",
            "Not Found",
            "Method Not Allowed",
            "Not Acceptable",
            "Proxy Authentication Required",
            "Request Time-out",
            "Conflict",
            "Gone",
            "Length Required",
            "Precondition Failed",
            "Request Entity Too Large",
            "Request-URI Too Large",
            "Unsupported Media Type",
            "Requested range not satisfiable",
            "Expectation Failed",
        ],
        other: "Client Error",
    },
    Class {
        names: &[
            "Internal Server Error",
            "Not Implemented",
            "Bad Gateway",
            "Service Unavailable",
            "Gateway Time-out",
            "HTTP Version not supported",
        ],
        other: "Server Error",
    },
];

/// What a status is called where the program does not say.
pub(super) fn phrase(status: i32) -> &'static str {
    let number = usize::try_from(status).unwrap_or(0);
    match (number / 100).checked_sub(1).and_then(|i| CLASSES.get(i)) {
        Some(class) => class.names.get(number % 100).unwrap_or(&class.other),
        None => "Unknown Status Class",
    }
}

/// Whether a response with this status has a body (RFC 9110, section 6.4.1).
pub(super) fn has_body(status: i32) -> bool {
    !matches!(status, 100..=199 | 204 | 304)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        for (status, name) in [
            (-1, "Unknown Status Class"),
            (99, "Unknown Status Class"),
            (100, "Continue"),
            (102, "Informational"),
            (206, "Partial Content"),
            (306, "Temporary Redirect"),
            (307, "Redirection"),
            (417, "Expectation Failed"),
            (418, "Client Error"),
            (505, "HTTP Version not supported"),
            (600, "Unknown Status Class"),
        ] {
            assert_eq!(phrase(status), name);
        }
    }
}
