//! Draws the icons of `samples/repairs`: `cargo run -p app-package --example draw_sample_icons`.
//!
//! Shapes are functions of the unit square, sampled 8 x 8 times a pixel; the same code gives the
//! same bytes, so the committed files can be compared.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Contoso's orange, and white.
const ACCENT: [u8; 3] = [0xc2, 0x41, 0x0c];
const WHITE: [u8; 3] = [0xff; 3];

const SAMPLES: u32 = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/repairs"),
        PathBuf::from,
    );
    fs::write(
        folder.join("color.png"),
        draw(192, |x, y| Some(color(x, y)))?,
    )?;
    fs::write(
        folder.join("color32x32.png"),
        draw(32, |x, y| Some(color(x, y)))?,
    )?;
    fs::write(folder.join("outline.png"), draw(32, outline)?)?;
    Ok(())
}

/// A wrench on an orange ground, without a border: Teams cuts the corners itself.
fn color(x: f64, y: f64) -> [u8; 3] {
    if wrench(x, y) { WHITE } else { ACCENT }
}

/// A white wrench on nothing.
fn outline(x: f64, y: f64) -> Option<[u8; 3]> {
    wrench(x, y).then_some(WHITE)
}

/// A handle from corner to corner with an open jaw above and a ring below.
fn wrench(x: f64, y: f64) -> bool {
    // Turned so that the handle lies on the u axis, from -1 (ring) to 1 (jaw).
    let (dx, dy) = (x - 0.5, 0.5 - y);
    let (along, across) = ((dx + dy) * 1.9, (dx - dy) * 1.9);
    let handle = along.abs() < 0.75 && across.abs() < 0.13;
    let head = (along - 0.75).hypot(across) < 0.36;
    let jaw = along > 0.70 && across.abs() < 0.15;
    let ring = (along + 0.75).hypot(across) < 0.27;
    let hole = (along + 0.75).hypot(across) < 0.12;
    (handle || head || ring) && !jaw && !hole
}

fn draw(
    side: u32,
    shape: impl Fn(f64, f64) -> Option<[u8; 3]>,
) -> Result<Vec<u8>, png::EncodingError> {
    let mut pixels = Vec::new();
    for index in 0..side * side {
        pixels.extend(pixel(index % side, index / side, side, &shape));
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

/// One pixel, averaged.
fn pixel(
    column: u32,
    row: u32,
    side: u32,
    shape: &impl Fn(f64, f64) -> Option<[u8; 3]>,
) -> [u8; 4] {
    let place = |at: u32, sample: u32| {
        (f64::from(at) + (f64::from(sample) + 0.5) / f64::from(SAMPLES)) / f64::from(side)
    };
    let mut sum = [0u32; 3];
    let mut hits = 0;
    for sample in 0..SAMPLES * SAMPLES {
        let hit = shape(
            place(column, sample % SAMPLES),
            place(row, sample / SAMPLES),
        );
        if let Some(color) = hit {
            hits += 1;
            for (sum, part) in sum.iter_mut().zip(color) {
                *sum += u32::from(part);
            }
        }
    }
    if hits == 0 {
        // Transparent pixels stay white, so that scaling makes no dark rim.
        return [0xff, 0xff, 0xff, 0];
    }
    let [red, green, blue] = sum.map(|sum| (sum / hits) as u8);
    [red, green, blue, (hits * 255 / (SAMPLES * SAMPLES)) as u8]
}
