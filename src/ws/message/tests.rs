use super::*;

/// What comes of bytes, in words.
fn told(reader: &mut Reader, mut bytes: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    loop {
        let (used, event) = match reader.take(bytes) {
            Ok(taken) => taken,
            Err(refusal) => {
                said.push(format!("{refusal:?}"));
                return said;
            }
        };
        bytes = &bytes[used..];
        match event {
            None => {
                assert!(bytes.is_empty());
                return said;
            }
            Some(Event::Message(message)) => {
                said.push(format!("{:?} {:x?}", message.kind, message.bytes()));
                reader.recycle(message);
            }
            Some(Event::Ping(payload)) => said.push(format!("ping {:x?}", payload.bytes())),
            Some(Event::Pong) => said.push("pong".into()),
            Some(Event::Close(close)) => {
                said.push(format!("close {} {:x?}", close.code(), close.reason()));
            }
        }
    }
}

/// Bytes from a server, at once, cut at each byte, and byte by byte: always the same comes of them.
fn all_cuts(bytes: &[u8]) -> Vec<String> {
    let whole = told(&mut Reader::new(Role::Server), bytes);
    for cut in 0..=bytes.len() {
        let mut reader = Reader::new(Role::Server);
        let mut parts = told(&mut reader, &bytes[..cut]);
        if !parts.last().is_some_and(|last| is_refusal(last)) {
            parts.extend(told(&mut reader, &bytes[cut..]));
        }
        assert_eq!(parts, whole, "cut at {cut}");
    }
    let mut reader = Reader::new(Role::Server);
    let mut single = Vec::new();
    for byte in bytes {
        single.extend(told(&mut reader, &[*byte]));
        if single.last().is_some_and(|last| is_refusal(last)) {
            break;
        }
    }
    assert_eq!(single, whole);
    whole
}

fn is_refusal(said: &str) -> bool {
    ["Malformed", "BadText", "TooBig", "NoMemory"].contains(&said)
}

#[test]
fn messages() {
    assert_eq!(all_cuts(b"\x81\x02hi"), ["Text [68, 69]"]);
    assert_eq!(all_cuts(b"\x82\x00"), ["Binary []"]);
    assert_eq!(
        all_cuts(b"\x01\x01h\x89\x01p\x00\x00\x80\x01i\x8a\x00"),
        ["ping [70]", "Text [68, 69]", "pong"]
    );
    assert_eq!(
        all_cuts(b"\x88\x00\x88\x02\x03\xe8\x88\x03\x0f\xa0x"),
        ["close 1005 []", "close 1000 []", "close 4000 [78]"]
    );
}

#[test]
fn masked() {
    let mut reader = Reader::new(Role::Client);
    let hello = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    assert_eq!(told(&mut reader, hello), ["Text [48, 65, 6c, 6c, 6f]"]);
    let ping = b"\x89\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    for byte in ping {
        let said = told(&mut reader, &[*byte]);
        assert!(said.is_empty() || said == ["ping [48, 65, 6c, 6c, 6f]"]);
    }
    assert_eq!(told(&mut reader, b"\x81\x05"), ["Malformed"]);
}

#[test]
fn parts_out_of_order() {
    for bytes in [
        &b"\x80\x00"[..],
        b"\x00\x01x",
        b"\x01\x01x\x81\x01x",
        b"\x02\x00\x01\x00",
        b"\x81\x01x\x80\x01x",
        b"\x88\x01x",
        b"\x88\x02\x03\xed",
    ] {
        assert_eq!(all_cuts(bytes).last().unwrap(), "Malformed", "{bytes:x?}");
    }
}

#[test]
fn texts() {
    assert_eq!(
        all_cuts(b"\x01\x01\xce\x80\x01\xba"),
        ["Text [ce, ba]"],
        "a character over two frames"
    );
    for bytes in [
        // Overlong, a surrogate, too large, and a byte alone: seen at once.
        &b"\x01\x7d\xc0"[..],
        b"\x01\x7d\xe0\x80",
        b"\x01\x7d\xed\xa0",
        b"\x01\x7d\xf4\x90",
        b"\x01\x7d\xf5",
        b"\x01\x7da\x80",
        b"\x01\x01\xce\x00\x01a",
        // Cut off.
        b"\x81\x01\xce",
        b"\x81\x03\xf0\x90\x8d",
        b"\x01\x01\xce\x80\x00",
    ] {
        assert_eq!(all_cuts(bytes), ["BadText"], "{bytes:x?}");
    }
    assert_eq!(all_cuts(b"\x82\x01\xff"), ["Binary [ff]"]);
    assert_eq!(all_cuts(b"\x88\x03\x03\xe8\xff"), ["BadText"]);
}

#[test]
fn too_big() {
    let mut reader = Reader::new(Role::Server);
    reader.set_max(4);
    assert_eq!(
        told(&mut reader, b"\x82\x04abcd\x02\x03abc\x00\x00"),
        ["Binary [61, 62, 63, 64]"]
    );
    // What is announced counts.
    assert_eq!(told(&mut reader, b"\x00\x02"), ["TooBig"]);
    let mut reader = Reader::new(Role::Server);
    let head = b"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff";
    assert_eq!(told(&mut reader, head), ["TooBig"]);
    // It matters no longer when nobody wants the message.
    let mut reader = Reader::new(Role::Server);
    reader.drop_messages();
    assert_eq!(told(&mut reader, head), Vec::<String>::new());
    assert_eq!(told(&mut reader, &[0; 1000]), Vec::<String>::new());
}

#[test]
fn nobody_wants_messages() {
    let mut reader = Reader::new(Role::Server);
    told(&mut reader, b"\x01\x03abc\x00\x02a");
    reader.drop_messages();
    // The rest of the text need not be one.
    assert_eq!(
        told(&mut reader, b"\xff\x80\x01\xff\x81\x01\xff\x88\x00"),
        ["close 1005 []"]
    );
}

#[test]
#[cfg_attr(miri, ignore = "reads a million frames")]
fn frames_without_content_take_no_memory() {
    let mut reader = Reader::new(Role::Server);
    told(&mut reader, b"\x02\x01x");
    let before = reader.bytes.capacity();
    let nothing = [0; 2000];
    for _ in 0..1000 {
        assert!(told(&mut reader, &nothing).is_empty());
    }
    assert_eq!(reader.bytes.capacity(), before);
    assert_eq!(told(&mut reader, b"\x80\x00"), ["Binary [78]"]);
}

#[test]
#[cfg_attr(miri, ignore = "writes out a long message")]
fn little_memory_is_kept() {
    let mut reader = Reader::new(Role::Server);
    told(&mut reader, b"\x82\x01x");
    assert!(reader.bytes.capacity() > 0);
    let mut large = vec![0x82, 126, 0xff, 0xff];
    large.extend([0; 0xffff]);
    told(&mut reader, &large);
    assert_eq!(reader.bytes.capacity(), 0);
}
