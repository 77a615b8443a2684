//! The options of an evdns_base, which evdns_base_set_option() and resolv.conf change.
#![forbid(unsafe_code)]

use std::ffi::c_int;
use std::net::SocketAddr;

use bitflags::bitflags;

use super::words::before;
use crate::rt::time::Micros;
use crate::util::address::interface_index;
use crate::util::ip_text;

const MILLISECOND: Micros = 1_000;
const SECOND: Micros = 1_000_000;

/// What a UDP answer may have without EDNS.
const PLAIN_UDP_SIZE: u16 = 512;

/// Longer spans, and what is not a number, are taken for this, in seconds: 68 years.
const LONGEST_SPAN: f64 = i32::MAX as f64;

bitflags! {
    /// `DNS_OPTION_*`: what to take from a resolv.conf.
    #[derive(Clone, Copy)]
    pub(crate) struct Groups: c_int {
        const SEARCH = 1;
        const NAMESERVERS = 2;
        const MISC = 4;
        const HOSTSFILE = 8;
        const NAMESERVERS_NO_DEFAULT = 16;
    }
}

/// The value is none for that option.
#[derive(Debug, PartialEq)]
pub(crate) struct Refused;

/// The values of all options.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    /// Names with fewer dots are looked for in the search domains first.
    pub(crate) ndots: c_int,
    /// How long an answer is waited for before the question is sent again.
    pub(crate) timeout: Micros,
    /// How often a question is sent at most.
    pub(crate) attempts: u16,
    /// After so many questions in a row without an answer a name server counts as failed.
    pub(crate) max_timeouts: u16,
    /// How many questions are out at a time.
    pub(crate) max_inflight: u16,
    /// How often a question is asked anew when a server could not answer it.
    pub(crate) reissues: u16,
    /// Whether letters of names are sent in random case, so that answers are hard to forge.
    pub(crate) randomize_case: bool,
    /// Where questions are sent from.
    pub(crate) bind_to: Option<SocketAddr>,
    /// When a failed server is first probed. It is at most `max_probe_timeout`.
    pub(crate) initial_probe_timeout: Micros,
    /// The longest that passes between two probes.
    pub(crate) max_probe_timeout: Micros,
    /// By how much the time between probes grows each time.
    pub(crate) probe_backoff_factor: u16,
    /// How long the second answer of a getaddrinfo is waited for when the first has come.
    pub(crate) allow_skew: Micros,
    /// What the sockets' `SO_RCVBUF` is set to; 0 for leaving it.
    pub(crate) so_rcvbuf: c_int,
    /// What the sockets' `SO_SNDBUF` is set to; 0 for leaving it.
    pub(crate) so_sndbuf: c_int,
    /// After how long a TCP connection that is not used is closed.
    pub(crate) tcp_idle_timeout: Micros,
    /// Whether all questions go over TCP.
    pub(crate) use_vc: bool,
    /// Whether a truncated answer is not asked for again over TCP.
    pub(crate) ignore_tc: bool,
    /// The largest UDP answer to be had; above 512 questions say it, with EDNS.
    pub(crate) edns_udp_size: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            ndots: 1,
            timeout: 5 * SECOND,
            attempts: 3,
            max_timeouts: 3,
            max_inflight: 64,
            reissues: 1,
            randomize_case: true,
            bind_to: None,
            initial_probe_timeout: 10 * SECOND,
            max_probe_timeout: 3600 * SECOND,
            probe_backoff_factor: 3,
            allow_skew: 3 * SECOND,
            so_rcvbuf: 0,
            so_sndbuf: 0,
            tcp_idle_timeout: 30 * SECOND,
            use_vc: false,
            ignore_tc: false,
            edns_udp_size: PLAIN_UDP_SIZE,
        }
    }
}

impl Settings {
    /// Sets an option, if it is in one of the groups. What follows a colon in its name does not
    /// matter. An unknown one is left alone: resolv.conf may have others.
    pub(crate) fn set(
        &mut self,
        option: &[u8],
        value: &[u8],
        groups: Groups,
    ) -> Result<(), Refused> {
        let name = before(option, b':');
        let group = match name {
            b"ndots" => Groups::SEARCH,
            _ => Groups::MISC,
        };
        if !groups.contains(group) {
            return Ok(());
        }
        match name {
            b"ndots" => self.ndots = number(value)?,
            b"timeout" => self.timeout = span(value)?,
            b"attempts" => self.attempts = number_within(value, 1, 255)?,
            b"max-timeouts" => self.max_timeouts = number_within(value, 1, 255)?,
            b"max-inflight" => self.max_inflight = number_within(value, 1, 65_000)?,
            b"randomize-case" => self.randomize_case = number(value)? != 0,
            b"bind-to" => {
                let address = ip_text::parse_with_port(value, interface_index);
                self.bind_to = Some(address.ok_or(Refused)?);
            }
            b"initial-probe-timeout" => {
                self.initial_probe_timeout = span(value)?.min(self.max_probe_timeout);
            }
            b"max-probe-timeout" => {
                self.max_probe_timeout = SECOND * Micros::from(number_within(value, 1, 3600)?);
                self.initial_probe_timeout = self.initial_probe_timeout.min(self.max_probe_timeout);
            }
            b"probe-backoff-factor" => {
                self.probe_backoff_factor = number_within(value, 1, u16::MAX)?;
            }
            b"getaddrinfo-allow-skew" => self.allow_skew = span(value)?,
            b"so-rcvbuf" => self.so_rcvbuf = number(value)?,
            b"so-sndbuf" => self.so_sndbuf = number(value)?,
            b"tcp-idle-timeout" => self.tcp_idle_timeout = span(value)?,
            b"use-vc" => self.use_vc = true,
            b"ignore-tc" => self.ignore_tc = true,
            b"edns-udp-size" => {
                self.edns_udp_size = number_within(value, PLAIN_UDP_SIZE, u16::MAX)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// Reads a number. None at all is 0, -1 is refused, and what C's int cannot hold wraps.
fn number(text: &[u8]) -> Result<c_int, Refused> {
    let value = match ip_text::number(text) {
        Some((value, b"")) => value as c_int,
        None if text.is_empty() => 0,
        _ => return Err(Refused),
    };
    if value == -1 {
        return Err(Refused);
    }
    Ok(value)
}

/// Reads a number. One that is too small or large becomes the nearest that is not.
fn number_within(text: &[u8], least: u16, most: u16) -> Result<u16, Refused> {
    let value = number(text)?.clamp(least.into(), most.into());
    Ok(value as u16)
}

/// Reads seconds, of which there may be fractions. A millisecond is the least.
fn span(text: &[u8]) -> Result<Micros, Refused> {
    let seconds = real_number(text).ok_or(Refused)?;
    let span = (seconds.min(LONGEST_SPAN) * SECOND as f64) as Micros;
    if span < MILLISECOND {
        return Err(Refused);
    }
    Ok(span)
}

/// Reads a number as strtod() does.
fn real_number(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    match unsigned.strip_prefix("0x").or(unsigned.strip_prefix("0X")) {
        Some(hex) => hex_number(hex),
        None => text.parse().ok(),
    }
}

/// Reads `1F.8p-3`.
fn hex_number(text: &str) -> Option<f64> {
    let (digits, exponent) = match text.split_once(['p', 'P']) {
        Some((digits, exponent)) => (digits, exponent.parse().ok()?),
        None => (text, 0i32),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let places = i32::try_from(fraction.len()).ok()?;
    let exponent = exponent.saturating_sub(places.saturating_mul(4));
    // The power of two itself: powi() may be a little off. Beyond these all is too little or too much.
    let biased = exponent.clamp(-1022, 1023) + 1023;
    Some(value * f64::from_bits((biased as u64) << 52))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::words::jumbled;

    /// The settings after an option is set.
    fn with(option: &str, value: &str) -> Result<Settings, Refused> {
        let mut settings = Settings::default();
        settings.set(option.as_bytes(), value.as_bytes(), Groups::all())?;
        Ok(settings)
    }

    #[test]
    fn numbers() {
        let ndots = |value: &str| with("ndots", value).map(|settings| settings.ndots).ok();
        for (value, expected) in [
            ("", 0),
            ("2", 2),
            ("+3", 3),
            (" 4", 4),
            ("010", 10),
            ("-2", -2),
            ("2147483647", i32::MAX),
            ("2147483648", i32::MIN),
            ("4294967297", 1),
        ] {
            assert_eq!(ndots(value), Some(expected), "{value}");
        }
        for value in [
            "-1",
            "4294967295",
            "99999999999999999999",
            "4 ",
            "0x10",
            "3x",
            "x",
            " ",
            "+",
        ] {
            assert_eq!(ndots(value), None, "{value}");
        }
    }

    #[test]
    fn numbers_within_bounds() {
        type Field = fn(Settings) -> u16;
        let options: [(&str, Field, u16, u16); 5] = [
            ("attempts", |s| s.attempts, 1, 255),
            ("max-timeouts", |s| s.max_timeouts, 1, 255),
            ("max-inflight", |s| s.max_inflight, 1, 65_000),
            (
                "probe-backoff-factor",
                |s| s.probe_backoff_factor,
                1,
                65_535,
            ),
            ("edns-udp-size", |s| s.edns_udp_size, 512, 65_535),
        ];
        for (option, field, least, most) in options {
            let get = |value: &str| with(option, value).map(field);
            assert_eq!(get("0"), Ok(least), "{option}");
            assert_eq!(get("-2"), Ok(least), "{option}");
            assert_eq!(get(&least.to_string()), Ok(least), "{option}");
            assert_eq!(get(&most.to_string()), Ok(most), "{option}");
            assert_eq!(get("65536"), Ok(most), "{option}");
            assert_eq!(get("-1"), Err(Refused), "{option}");
            assert_eq!(get("x"), Err(Refused), "{option}");
        }
    }

    #[test]
    fn spans() {
        let timeout = |value: &str| with("timeout", value).map(|settings| settings.timeout).ok();
        const LONGEST: Micros = 2_147_483_647_000_000;
        for (value, expected) in [
            ("1", 1_000_000),
            ("0.001", 1_000),
            ("1.5", 1_500_000),
            (" \t+1.5", 1_500_000),
            (".5", 500_000),
            ("5.", 5_000_000),
            ("1e3", 1_000_000_000),
            ("0.9999999", 999_999),
            ("0x10", 16_000_000),
            ("+0X1p-3", 125_000),
            ("0xa.8", 10_500_000),
            ("0x.8P+1", 1_000_000),
            ("2147483647", LONGEST),
            ("4294967297", LONGEST),
            ("1e400", LONGEST),
            ("0x1p9999", LONGEST),
            ("inf", LONGEST),
            ("Infinity", LONGEST),
            ("nan", LONGEST),
        ] {
            assert_eq!(timeout(value), Some(expected), "{value}");
        }
        for value in [
            "",
            "0",
            "0.0009",
            "0.00099999999",
            "-1",
            "-0.5",
            "-1e30",
            "-inf",
            "1e-400",
            "1.5s",
            "1.5 ",
            "1,5",
            "1e",
            "1e+",
            ".",
            "+",
            "0x",
            "0x.",
            "0x1p",
            "0x1.2.3",
            "-0x10",
            "\u{a0}1",
        ] {
            assert_eq!(timeout(value), None, "{value}");
        }
        assert_eq!(
            with("getaddrinfo-allow-skew", "2").unwrap().allow_skew,
            2 * SECOND
        );
        assert_eq!(
            with("tcp-idle-timeout", "2.5").unwrap().tcp_idle_timeout,
            2_500_000
        );
    }

    #[test]
    fn probing_starts_no_later_than_it_ends() {
        let initial = |value| {
            let settings = with("initial-probe-timeout", value).unwrap();
            settings.initial_probe_timeout
        };
        assert_eq!(initial("20.5"), 20_500_000);
        assert_eq!(initial("3601"), 3600 * SECOND);
        let settings = with("max-probe-timeout", "7").unwrap();
        assert_eq!(settings.max_probe_timeout, 7 * SECOND);
        assert_eq!(settings.initial_probe_timeout, 7 * SECOND);
        let settings = with("max-probe-timeout", "3601").unwrap();
        assert_eq!(settings.max_probe_timeout, 3600 * SECOND);
        assert_eq!(settings.initial_probe_timeout, 10 * SECOND);
    }

    #[test]
    fn flags() {
        let randomize = |value| with("randomize-case", value).map(|s| s.randomize_case);
        assert_eq!(randomize("0"), Ok(false));
        assert_eq!(randomize(""), Ok(false));
        assert_eq!(randomize("256"), Ok(true));
        assert_eq!(randomize("-1"), Err(Refused));
        assert!(with("use-vc", "").unwrap().use_vc);
        assert!(with("ignore-tc:", "").unwrap().ignore_tc);
    }

    #[test]
    fn addresses() {
        let bind_to = |value| with("bind-to", value).map(|settings| settings.bind_to);
        for (value, expected) in [
            ("1.2.3.4", "1.2.3.4:0"),
            ("1.2.3.4:80", "1.2.3.4:80"),
            ("[::1]:53", "[::1]:53"),
        ] {
            assert_eq!(bind_to(value), Ok(expected.parse().ok()), "{value}");
        }
        assert_eq!(bind_to(""), Err(Refused));
        assert_eq!(bind_to("localhost"), Err(Refused));
    }

    #[test]
    fn sizes_of_buffers() {
        assert_eq!(with("so-rcvbuf", "100").unwrap().so_rcvbuf, 100);
        assert_eq!(with("so-sndbuf", "-5").unwrap().so_sndbuf, -5);
    }

    #[test]
    fn names() {
        for name in ["ndots", "ndots:", "ndots:7", "ndots::"] {
            assert_eq!(with(name, "2").unwrap().ndots, 2, "{name}");
        }
        for name in ["", ":", "ndot", "ndotsx", "Ndots", " ndots", "rotate"] {
            assert_eq!(with(name, "bad").unwrap().ndots, 1, "{name}");
        }
    }

    #[test]
    fn only_what_is_asked_for() {
        let mut settings = Settings::default();
        assert_eq!(settings.set(b"ndots", b"2", Groups::MISC), Ok(()));
        assert_eq!(settings.ndots, 1);
        assert_eq!(settings.set(b"timeout", b"bad", Groups::SEARCH), Ok(()));
        assert_eq!(settings.set(b"timeout", b"2", Groups::SEARCH), Ok(()));
        assert_eq!(settings.timeout, 5 * SECOND);
        assert_eq!(settings.set(b"ndots", b"2", Groups::SEARCH), Ok(()));
        assert_eq!(settings.ndots, 2);
    }

    #[test]
    fn any_value() {
        let pieces: [&[u8]; 14] = [
            b"0", b"9", b"0x", b"p", b"e", b".", b"-", b"+", b" ", b"f", b"nan", b"[", b"\xff",
            b"\0",
        ];
        for value in jumbled(&pieces) {
            for option in ["ndots", "max-inflight", "timeout", "bind-to"] {
                let mut settings = Settings::default();
                let _ = settings.set(option.as_bytes(), &value, Groups::all());
                assert!(settings.timeout >= MILLISECOND);
            }
        }
    }
}
