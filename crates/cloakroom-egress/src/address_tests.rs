#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use url::Host;

use super::*;

/// Hosts as they stand in URLs, in every spelling that a URL parser takes, and what they are.
const TABLE: [(&str, bool); 66] = [
    // Loopback, in all its spellings.
    ("127.0.0.1", false),
    ("127.255.255.254", false),
    ("127.1", false),
    ("2130706433", false),
    ("0x7f000001", false),
    ("0x7f.1", false),
    ("0177.0.0.1", false),
    ("017700000001", false),
    ("[::1]", false),
    ("[0:0:0:0:0:0:0:1]", false),
    ("[::ffff:127.0.0.1]", false),
    ("[::ffff:7f00:1]", false),
    ("[::127.0.0.1]", false),
    ("[64:ff9b::127.0.0.1]", false),
    ("[64:ff9b::7f00:1]", false),
    ("[2002:7f00:1::]", false),
    // Unspecified and "this network".
    ("0.0.0.0", false),
    ("0", false),
    ("0.1.2.3", false),
    ("[::]", false),
    ("[::ffff:0.0.0.0]", false),
    // Private.
    ("10.0.0.1", false),
    ("10.255.255.255", false),
    ("0xa000001", false),
    ("172.16.0.1", false),
    ("172.31.255.255", false),
    ("192.168.1.1", false),
    ("[::ffff:10.0.0.1]", false),
    ("[64:ff9b::10.0.0.1]", false),
    ("[64:ff9b:1::808:808]", false),
    ("[fc00::1]", false),
    ("[fdff::1]", false),
    // Link-local, among them the metadata address of the clouds.
    ("169.254.169.254", false),
    ("0xa9fea9fe", false),
    ("2852039166", false),
    ("[::ffff:169.254.169.254]", false),
    ("[64:ff9b::a9fe:a9fe]", false),
    ("[fe80::1]", false),
    ("[febf::1]", false),
    ("[fec0::1]", false),
    ("[fd00:ec2::254]", false),
    // Carrier-grade NAT.
    ("100.64.0.1", false),
    ("100.127.255.255", false),
    // Reserved, for documents, benchmarks and protocols.
    ("192.0.0.1", false),
    ("192.0.2.1", false),
    ("198.18.0.1", false),
    ("198.51.100.1", false),
    ("203.0.113.1", false),
    ("240.0.0.1", false),
    ("[100::1]", false),
    ("[2001:db8::1]", false),
    ("[3fff::1]", false),
    ("[5f00::1]", false),
    ("[2001:0:4136:e378:8000:63bf:3fff:fdd2]", false),
    // Multicast and broadcast.
    ("224.0.0.1", false),
    ("255.255.255.255", false),
    ("[ff02::1]", false),
    // The public internet, at the very edges of what is refused.
    ("8.8.8.8", true),
    ("100.63.255.255", true),
    ("172.32.0.0", true),
    ("128.0.0.1", true),
    ("223.255.255.255", true),
    ("[2606:4700::1111]", true),
    ("[2001:200::1]", true),
    ("[64:ff9b::8.8.8.8]", true),
    ("[::ffff:8.8.8.8]", true),
];

fn address(host: &str) -> IpAddr {
    match Host::parse(host).unwrap() {
        Host::Ipv4(address) => address.into(),
        Host::Ipv6(address) => address.into(),
        Host::Domain(name) => unreachable!("{name} is a name"),
    }
}

/// Guard: `cloakroom_egress::address::classify`
#[test]
fn sec_egress_05_only_public_addresses_are_public_in_any_spelling() {
    for (host, public) in TABLE {
        let class = classify(address(host));
        assert_eq!(class == AddressClass::Public, public, "{host}: {class:?}");
    }
}

#[test]
fn loopback_is_told_from_other_special_addresses() {
    for host in ["127.0.0.1", "127.9.9.9", "[::1]"] {
        assert_eq!(classify(address(host)), AddressClass::Loopback, "{host}");
    }
    assert_eq!(
        classify(address("[::ffff:127.0.0.1]")),
        AddressClass::Special("loopback inside IPv6")
    );
}

proptest! {
    /// Guard: `cloakroom_egress::address::classify`
    #[test]
    fn sec_egress_05_an_ipv4_address_is_no_better_inside_ipv6(octets: [u8; 4]) {
        let inner = Ipv4Addr::from(octets);
        let [a, b, c, d] = octets.map(u16::from);
        let (high, low) = (a << 8 | b, c << 8 | d);
        let outer = [
            Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, !high, !low),
            Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
        ];
        if classify(inner.into()) != AddressClass::Public {
            for address in outer {
                prop_assert_ne!(classify(address.into()), AddressClass::Public, "{}", address);
            }
        }
    }

    /// The standard library's own judgement, where it has one.
    #[test]
    fn what_the_standard_library_calls_special_is_never_public(bits: u32) {
        let address = Ipv4Addr::from(bits);
        let special = address.is_private() || address.is_loopback() || address.is_link_local()
            || address.is_multicast() || address.is_broadcast() || address.is_documentation()
            || address.is_unspecified();
        prop_assert!(!(special && classify(address.into()) == AddressClass::Public));
    }
}
