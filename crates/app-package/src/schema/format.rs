//! Values of `format`.

use super::Format;

pub(super) fn fits(format: Format, text: &str) -> bool {
    match format {
        Format::Uri => uri(text),
        Format::Email => email(text),
    }
}

/// A URI with a scheme (RFC 3986, section 3); relative references are none.
fn uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    let scheme_fits = letters
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    scheme_fits
        && chars(fragment, b":@/?")
        && chars(query, b":@/?")
        && match rest.strip_prefix("//") {
            None => chars(rest, b":@/"),
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                authority(&rest[..end]) && chars(&rest[end..], b":@/")
            }
        }
}

fn authority(text: &str) -> bool {
    let (user, host) = match text.rsplit_once('@') {
        Some((user, host)) => (user, host),
        None => ("", text),
    };
    let (host, port) = if let Some(rest) = host.strip_prefix('[') {
        let Some((literal, after)) = rest.split_once(']') else {
            return false;
        };
        if !ip_literal(literal) {
            return false;
        }
        match after.strip_prefix(':') {
            Some(port) => ("", port),
            None if after.is_empty() => ("", ""),
            None => return false,
        }
    } else {
        host.split_once(':').unwrap_or((host, ""))
    };
    chars(user, b":") && chars(host, b"") && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn ip_literal(text: &str) -> bool {
    if let Some(future) = text.strip_prefix(['v', 'V']) {
        return future.split_once('.').is_some_and(|(version, address)| {
            !version.is_empty()
                && version.bytes().all(|byte| byte.is_ascii_hexdigit())
                && !address.is_empty()
                && !address.contains('%')
                && chars(address, b":")
        });
    }
    text.parse::<std::net::Ipv6Addr>().is_ok()
}

/// Unreserved characters, sub-delimiters, percent-encodings, and those in `more`.
fn chars(text: &str, more: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'%' {
            let digits = bytes.get(at + 1..at + 3);
            if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                return false;
            }
            at += 3;
            continue;
        }
        if !byte.is_ascii_alphanumeric()
            && !b"-._~!$&'()*+,;=".contains(&byte)
            && !more.contains(&byte)
        {
            return false;
        }
        at += 1;
    }
    true
}

/// A local part and a domain (RFC 5321, section 4.1.2, without quoted local parts).
fn email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    local.len() <= 64
        && domain.len() <= 255
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(atom))
        && domain.split('.').all(label)
}
