//! Icons: a coat hanger, which nobody's brand is. To be replaced by the author's own.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

/// Samples of a pixel in each direction.
const SAMPLES: u32 = 4;

/// The three icons of a manifest on a ground of the accent colour (`#RRGGBB`).
pub(super) fn all(accent: &str) -> Result<[(&'static str, Vec<u8>); 3], png::EncodingError> {
    let part = |at: usize| {
        accent
            .get(at..at + 2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .unwrap_or(0x40)
    };
    let ground = Some([part(1), part(3), part(5)]);
    Ok([
        ("color.png", draw(192, ground)?),
        ("color32x32.png", draw(32, ground)?),
        // White on nothing.
        ("outline.png", draw(32, None)?),
    ])
}

fn draw(side: u32, ground: Option<[u8; 3]>) -> Result<Vec<u8>, png::EncodingError> {
    let mut pixels = Vec::with_capacity((side * side * 4) as usize);
    for index in 0..side * side {
        let hits = (0..SAMPLES * SAMPLES)
            .filter(|sample| {
                let place = |at: u32, sample: u32| {
                    (f64::from(at) + (f64::from(sample) + 0.5) / f64::from(SAMPLES))
                        / f64::from(side)
                };
                hanger(
                    place(index % side, sample % SAMPLES),
                    place(index / side, sample / SAMPLES),
                )
            })
            .count() as u32;
        let share = |ground: u8| {
            let (ground, all) = (u32::from(ground), SAMPLES * SAMPLES);
            ((hits * 0xff + (all - hits) * ground) / all) as u8
        };
        match ground {
            Some(ground) => {
                pixels.extend(ground.map(share));
                pixels.push(0xff);
            }
            None => {
                let alpha = (hits * 0xff / (SAMPLES * SAMPLES)) as u8;
                pixels.extend([0xff, 0xff, 0xff, alpha]);
            }
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

/// Whether a point of the unit square is on the hanger: a hook, two shoulders, a bar.
fn hanger(x: f64, y: f64) -> bool {
    const HALF: f64 = 0.04;
    let near = |ax: f64, ay: f64, bx: f64, by: f64| {
        let (dx, dy) = (bx - ax, by - ay);
        let along = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        (x - ax - along * dx).hypot(y - ay - along * dy) < HALF
    };
    let (hx, hy) = (x - 0.5, y - 0.29);
    let ring = (hx.hypot(hy) - 0.10).abs() < HALF;
    // The hook is open at its lower left.
    let hook = ring && !(hx < 0.0 && hy > 0.0);
    hook || near(0.5, 0.39, 0.5, 0.47)
        || near(0.5, 0.47, 0.16, 0.70)
        || near(0.5, 0.47, 0.84, 0.70)
        || near(0.16, 0.70, 0.84, 0.70)
}
