//! Which addresses belong to the public internet (RFC 6890 and the IANA special-purpose
//! registries), and which never get a request (SEC-EGRESS-05).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What kind of address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressClass {
    /// Of the public internet.
    Public,
    /// This machine: 127.0.0.0/8, `::1`.
    Loopback,
    /// Refused, for this reason.
    Special(&'static str),
}

/// Judges an address. IPv4 inside IPv6 is judged by the IPv4 address where the form is in use
/// (mapped, NAT64) and refused where it is not (compatible, 6to4, Teredo).
pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(address) => classify_v4(address),
        IpAddr::V6(address) => classify_v6(address),
    }
}

fn classify_v4(address: Ipv4Addr) -> AddressClass {
    use AddressClass::{Loopback, Public, Special};
    match address.octets() {
        [0, ..] => Special("unspecified"),
        [127, ..] => Loopback,
        [10, ..] | [192, 168, ..] | [172, 16..=31, ..] => Special("private"),
        [100, 64..=127, ..] => Special("shared by carrier-grade NAT"),
        [169, 254, ..] => Special("link-local"),
        [192, 0, 0, _] => Special("reserved for protocol assignments"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => {
            Special("reserved for documentation")
        }
        [192, 88, 99, _] => Special("the retired 6to4 relay"),
        [198, 18..=19, ..] => Special("reserved for benchmarks"),
        [224..=239, ..] => Special("multicast"),
        [240..=255, ..] => Special("reserved"),
        _ => Public,
    }
}

fn classify_v6(address: Ipv6Addr) -> AddressClass {
    use AddressClass::{Loopback, Public, Special};
    if address == Ipv6Addr::LOCALHOST {
        return Loopback;
    }
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Special("unspecified"),
        // A mapped loopback address is refused rather than called loopback: nobody who names a
        // loopback exception writes it so.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            match classify_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))) {
                Loopback => Special("loopback inside IPv6"),
                class => class,
            }
        }
        [0, 0, 0, 0, 0, 0, _, _] => Special("an IPv4-compatible address"),
        [0x64, 0xff9b, 1, ..] => Special("local NAT64"),
        [0x100, 0, 0, ..] => Special("discard-only"),
        [0x2001, 0, ..] => Special("Teredo"),
        [0x2001, 1..=0x1ff, ..] => Special("reserved for protocol assignments"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Special("reserved for documentation"),
        [0x2002, ..] => Special("6to4"),
        [0xfc00..=0xfdff, ..] => Special("unique local"),
        [0xfe80..=0xfebf, ..] => Special("link-local"),
        [0xfec0..=0xfeff, ..] => Special("site-local"),
        [0xff00..=0xffff, ..] => Special("multicast"),
        [0x2000..=0x3fff, ..] => Public,
        // Global unicast is 2000::/3; whatever lies outside has no use yet.
        _ => Special("reserved"),
    }
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
