//! Icons: identified by content, limited in pixels (SEC-PKG-16).

use std::io::Cursor;

use png::{Decoder, Limits as PngLimits, Reader, Transformations};

use crate::Limits;

/// Size of an icon that was decoded whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why bytes are no icon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IconError {
    /// The content is not PNG, whatever the name says: HTML and SVG would run script.
    #[error("the content is not a PNG image")]
    NotPng,
    /// More pixels than [`Limits::icon_pixels`]; told from the header, before anything is decoded.
    #[error("the image has {width} x {height} pixels, more than an icon may have")]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// A PNG that can't be decoded.
    #[error("the PNG image is damaged")]
    Damaged,
}

impl IconError {
    /// A stable code in `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPng => "icon_not_png",
            Self::TooManyPixels { .. } => "icon_too_many_pixels",
            Self::Damaged => "icon_damaged",
        }
    }
}

/// Decodes an icon within limits. Serve it as `image/png` with `nosniff` only after this.
///
/// # Errors
/// Not a PNG by content, too many pixels, or damaged.
pub fn check_icon(bytes: &[u8], limits: &Limits) -> Result<Icon, IconError> {
    let mut reader = open(bytes, limits, Transformations::IDENTITY)?;
    let size = reader.output_buffer_size().ok_or(IconError::Damaged)?;
    let mut pixels = vec![0; size];
    let frame = reader
        .next_frame(&mut pixels)
        .map_err(|_| IconError::Damaged)?;
    Ok(Icon {
        width: frame.width,
        height: frame.height,
    })
}

/// What an outline icon is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutlineColors {
    /// The first visible pixel that is not white.
    pub(crate) other: Option<[u8; 3]>,
    /// Whether a pixel lets the ground through whole.
    pub(crate) transparent: bool,
}

/// Looks at every pixel of an outline icon.
///
/// # Errors
/// As [`check_icon`].
pub(crate) fn outline_colors(bytes: &[u8], limits: &Limits) -> Result<OutlineColors, IconError> {
    let plain = Transformations::normalize_to_color8() | Transformations::ALPHA;
    let mut reader = open(bytes, limits, plain)?;
    let size = reader.output_buffer_size().ok_or(IconError::Damaged)?;
    let mut pixels = vec![0; size];
    let frame = reader
        .next_frame(&mut pixels)
        .map_err(|_| IconError::Damaged)?;
    let samples = frame.color_type.samples();
    let mut colors = OutlineColors {
        other: None,
        transparent: false,
    };
    for pixel in pixels[..frame.buffer_size().min(size)].chunks_exact(samples) {
        let (color, alpha) = match *pixel {
            [gray] => ([gray; 3], 255),
            [gray, alpha] => ([gray; 3], alpha),
            [red, green, blue] => ([red, green, blue], 255),
            [red, green, blue, alpha] => ([red, green, blue], alpha),
            _ => return Err(IconError::Damaged),
        };
        colors.transparent |= alpha == 0;
        if alpha > 0 && color != [255; 3] && colors.other.is_none() {
            colors.other = Some(color);
        }
    }
    Ok(colors)
}

/// A decoder of an image that is within limits by its header.
fn open<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    transformations: Transformations,
) -> Result<Reader<Cursor<&'a [u8]>>, IconError> {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(IconError::NotPng);
    }
    // Eight bytes a pixel (16-bit RGBA), and room for chunks.
    let memory = usize::try_from(limits.icon_pixels)
        .unwrap_or(usize::MAX)
        .saturating_mul(8);
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(bytes),
        PngLimits {
            bytes: memory.saturating_add(1 << 16),
        },
    );
    decoder.set_transformations(transformations);
    let (width, height) = decoder
        .read_header_info()
        .map(|info| (info.width, info.height))
        .map_err(|_| IconError::Damaged)?;
    if u64::from(width) * u64::from(height) > limits.icon_pixels {
        return Err(IconError::TooManyPixels { width, height });
    }
    decoder.read_info().map_err(|_| IconError::Damaged)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let pixels = vec![0x7f; (width * height * 4) as usize];
        encoder
            .write_header()
            .unwrap()
            .write_image_data(&pixels)
            .unwrap();
        bytes
    }

    #[test]
    fn a_png_is_an_icon() {
        assert_eq!(
            check_icon(&png(192, 192), &Limits::default()),
            Ok(Icon {
                width: 192,
                height: 192
            })
        );
    }

    /// Guard: `app_package::icon::check_icon`
    #[test]
    fn sec_pkg_16_html_and_svg_named_png_are_refused() {
        for text in [
            "<html><script>alert(1)</script>",
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "",
        ] {
            assert_eq!(
                check_icon(text.as_bytes(), &Limits::default()),
                Err(IconError::NotPng)
            );
        }
    }

    /// Guard: `app_package::icon::check_icon`
    #[test]
    fn sec_pkg_16_an_image_of_30000_by_30000_pixels_is_refused_by_its_header() {
        let mut bytes = png(1, 1);
        bytes[16..20].copy_from_slice(&30_000u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&30_000u32.to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        let expected = IconError::TooManyPixels {
            width: 30_000,
            height: 30_000,
        };
        assert_eq!(check_icon(&bytes, &Limits::default()), Err(expected));
    }

    #[test]
    fn a_png_cut_short_is_damaged() {
        let bytes = png(64, 64);
        for cut in 8..bytes.len() - 16 {
            assert!(
                check_icon(&bytes[..cut], &Limits::default()).is_err(),
                "{cut}"
            );
        }
    }
}
