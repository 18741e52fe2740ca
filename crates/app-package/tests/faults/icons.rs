//! Faults of icons.

use super::{Change, Fault, changes};

pub(super) fn of_icons() -> Vec<Fault> {
    vec![
        changes("I001", "icon-missing", vec![Change::Remove("outline.png")]),
        changes(
            "I002",
            "icon-not-png",
            vec![Change::File(
                "color.png",
                b"<svg xmlns='http://www.w3.org/2000/svg'/>\n".to_vec(),
            )],
        ),
        changes(
            "I003",
            "",
            vec![Change::File(
                "color.png",
                png(192, [1, 2, 3, 255])[..60].to_vec(),
            )],
        ),
        changes("I004", "", vec![Change::File("color.png", huge_png())]),
        changes(
            "I005",
            "icon-of-wrong-size",
            vec![Change::File("color.png", png(96, [0xc2, 0x41, 0x0c, 255]))],
        ),
        changes(
            "I006",
            "outline-icon-not-white",
            vec![Change::File(
                "outline.png",
                outline([0xc2, 0x41, 0x0c, 255]),
            )],
        ),
    ]
}

/// A PNG image of one colour.
pub(super) fn png(side: u32, color: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels: Vec<u8> = std::iter::repeat_n(color, (side * side) as usize)
        .flatten()
        .collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&pixels)
        .unwrap();
    bytes
}

/// A header that says more pixels than there are.
fn huge_png() -> Vec<u8> {
    let mut bytes = png(1, [0; 4]);
    bytes[16..20].copy_from_slice(&30_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&30_000u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

/// Half of it in a colour, half transparent.
pub(super) fn outline(color: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 32, 32);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels: Vec<u8> = (0..32 * 32)
        .flat_map(|at| if at % 32 < 16 { color } else { [0; 4] })
        .collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&pixels)
        .unwrap();
    bytes
}
