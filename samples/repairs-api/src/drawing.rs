//! The pictures, drawn here: each is a shape given by its signed distance, on a coloured ground.

use png::{BitDepth, ColorType, Encoder};

const SIZE: u16 = 128;

type Colour = [f32; 3];

/// The distance of a point from a shape's edge, negative inside; the picture is 2 wide and high,
/// its middle at the origin, y downwards.
type Shape = fn(f32, f32) -> f32;

/// The picture of that name as PNG, if there is one.
pub(crate) fn picture(name: &str) -> Option<Vec<u8>> {
    let (ground, shape): (Colour, Shape) = match name {
        "oil" => ([0.76, 0.25, 0.05], oil),
        "brake" => ([0.60, 0.11, 0.11], brake),
        "battery" => ([0.08, 0.40, 0.20], battery),
        "wheel" => ([0.12, 0.25, 0.69], wheel),
        "gear" => ([0.22, 0.25, 0.32], gear),
        "lamp" => ([0.52, 0.30, 0.05], lamp),
        _ => return None,
    };
    encode(&pixels(ground, shape)).ok()
}

fn pixels(ground: Colour, shape: Shape) -> Vec<u8> {
    let size = f32::from(SIZE);
    let mut bytes = Vec::with_capacity(usize::from(SIZE) * usize::from(SIZE) * 3);
    for row in 0..SIZE {
        for column in 0..SIZE {
            let (x, y) = (f32::from(column) + 0.5, f32::from(row) + 0.5);
            let (x, y) = (x / size * 2.0 - 1.0, y / size * 2.0 - 1.0);
            // One pixel wide, so that edges are smooth.
            let cover = (0.5 - shape(x, y) * size / 2.0).clamp(0.0, 1.0);
            let light = 1.0 - 0.25 * (y + 1.0) / 2.0;
            bytes.extend(ground.map(|channel| {
                let value = channel * light * (1.0 - cover) + 0.97 * cover;
                // In range by construction.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let byte = (value * 255.0).round().clamp(0.0, 255.0) as u8;
                byte
            }));
        }
    }
    bytes
}

fn encode(pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, u32::from(SIZE), u32::from(SIZE));
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(bytes)
}

fn disc(x: f32, y: f32, radius: f32) -> f32 {
    x.hypot(y) - radius
}

fn ring(x: f32, y: f32, radius: f32, width: f32) -> f32 {
    disc(x, y, radius).abs() - width / 2.0
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> f32 {
    let (dx, dy) = (x.abs() - width / 2.0, y.abs() - height / 2.0);
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0)
}

/// The point turned into the sector around the positive x axis, of `count` equal ones.
fn sector(x: f32, y: f32, count: f32) -> (f32, f32) {
    let step = std::f32::consts::TAU / count;
    let angle = y.atan2(x);
    let turned = angle - (angle / step).round() * step;
    let radius = x.hypot(y);
    (radius * turned.cos(), radius * turned.sin())
}

/// A drop.
fn oil(x: f32, y: f32) -> f32 {
    let bowl = disc(x, y - 0.2, 0.42);
    let neck = if y < 0.2 && y > -0.7 {
        x.abs() - 0.42 * ((y + 0.7) / 0.9).powf(1.4)
    } else {
        1.0
    };
    bowl.min(neck)
}

/// A brake disc with its holes and calliper.
fn brake(x: f32, y: f32) -> f32 {
    let plate = ring(x, y, 0.42, 0.32);
    let (sx, sy) = sector(x, y, 8.0);
    let holes = disc(sx - 0.42, sy, 0.06);
    let calliper = rectangle(x - 0.52, y, 0.3, 0.56);
    plate.max(-holes).min(calliper)
}

/// A battery with its poles, plus and minus.
fn battery(x: f32, y: f32) -> f32 {
    let body = rectangle(x, y - 0.08, 1.2, 0.76);
    let poles = rectangle(x.abs() - 0.35, y + 0.38, 0.2, 0.18);
    let minus = rectangle(x + 0.32, y - 0.08, 0.26, 0.08);
    let plus =
        rectangle(x - 0.32, y - 0.08, 0.26, 0.08).min(rectangle(x - 0.32, y - 0.08, 0.08, 0.26));
    body.min(poles).max(-minus.min(plus))
}

/// A wheel with five spokes.
fn wheel(x: f32, y: f32) -> f32 {
    let tyre = ring(x, y, 0.6, 0.18);
    let hub = disc(x, y, 0.14);
    let (sx, sy) = sector(x, y, 5.0);
    let spoke = rectangle(sx - 0.3, sy, 0.5, 0.1);
    tyre.min(hub).min(spoke)
}

/// A gear with nine teeth.
fn gear(x: f32, y: f32) -> f32 {
    let body = ring(x, y, 0.38, 0.22);
    let (sx, sy) = sector(x, y, 9.0);
    body.min(rectangle(sx - 0.54, sy, 0.2, 0.16))
}

/// A headlight with four beams.
fn lamp(x: f32, y: f32) -> f32 {
    let glass = disc(x + 0.15, y, 0.42).max(x + 0.1);
    let beams = [-0.33, -0.11, 0.11, 0.33]
        .map(|height| rectangle(x - 0.3, y - height, 0.5, 0.08))
        .into_iter()
        .fold(f32::INFINITY, f32::min);
    glass.min(beams)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn every_picture_is_a_png_of_its_size_and_no_two_are_equal() {
        let names = ["oil", "brake", "battery", "wheel", "gear", "lamp"];
        let pictures = names.map(|name| picture(name).unwrap());
        for (at, bytes) in pictures.iter().enumerate() {
            let info = png::Decoder::new(std::io::Cursor::new(bytes))
                .read_info()
                .unwrap()
                .info()
                .size();
            assert_eq!(info, (128, 128));
            assert!(!pictures[..at].contains(bytes));
        }
        assert!(picture("none").is_none());
    }
}
