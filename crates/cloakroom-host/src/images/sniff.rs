//! What an image is by its content, and how many pixels it has, from its header alone.

/// Most pixels of one image: 4096 x 4096.
const MAX_PIXELS: u64 = 1 << 24;

/// Why bytes are not served as an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SniffError {
    /// Not PNG, JPEG, GIF or WebP by its content, whatever it calls itself.
    #[error("the content is no PNG, JPEG, GIF or WebP image")]
    Unknown,
    /// More pixels than an image may have.
    #[error("the image has {0} x {1} pixels, too many")]
    TooManyPixels(u32, u32),
}

/// The media type, if the header is whole and the image has few enough pixels.
pub(crate) fn sniff(bytes: &[u8]) -> Result<&'static str, SniffError> {
    let (media, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("image/png", png(bytes))
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        ("image/gif", gif(bytes))
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        ("image/jpeg", jpeg(bytes))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        ("image/webp", webp(bytes))
    } else {
        return Err(SniffError::Unknown);
    };
    let (width, height) = size.ok_or(SniffError::Unknown)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(SniffError::TooManyPixels(width, height));
    }
    Ok(media)
}

fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(
        bytes
            .get(at..at + length)?
            .iter()
            .fold(0, |n, byte| n << 8 | u32::from(*byte)),
    )
}

fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(
        bytes
            .get(at..at + length)?
            .iter()
            .rev()
            .fold(0, |n, byte| n << 8 | u32::from(*byte)),
    )
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16) == Some(b"IHDR")).then_some(())?;
    Some((big(bytes, 16, 4)?, big(bytes, 20, 4)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    Some((little(bytes, 6, 2)?, little(bytes, 8, 2)?))
}

/// Walks the segments to the frame header (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xff).then_some(())?;
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Fill bytes, and markers without a segment.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            // Image data or the end before any frame header.
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::try_from(big(bytes, at + 2, 2)?).ok()?,
        }
    }
}

/// The three forms of the first chunk (RFC 9649 §2.5 to §2.7).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" => {
            (*bytes.get(20)? == 0x2f).then_some(())?;
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => {
            (bytes.get(23..26)? == b"\x9d\x01\x2a").then_some(())?;
            Some((
                little(bytes, 26, 2)? & 0x3fff,
                little(bytes, 28, 2)? & 0x3fff,
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn images_are_known_by_their_content() {
        assert_eq!(sniff(&png_of(32, 32)), Ok("image/png"));
        assert_eq!(sniff(b"GIF89a\x10\0\x10\0"), Ok("image/gif"));
        assert_eq!(
            sniff(b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x10\0\x20"),
            Ok("image/jpeg")
        );
        assert_eq!(
            sniff(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\0\0\x0f\0\0"),
            Ok("image/webp")
        );
        assert_eq!(
            sniff(b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x1f\xc0\x03\0"),
            Ok("image/webp")
        );
        assert_eq!(
            sniff(b"RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x10\0\x10\0"),
            Ok("image/webp")
        );
    }

    /// Guard: `cloakroom_host::images::sniff::sniff`
    #[test]
    fn sec_pkg_16_what_is_no_image_by_content_is_refused() {
        for bytes in [
            &b"<!doctype html><script>1</script>"[..],
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>",
            b"\x89PNG\r\n\x1a\n<script>",
            b"GIF89a",
            b"\xff\xd8\xff\xda",
            b"\xff\xd8\xff\xe0",
            b"RIFF\0\0\0\0WEBP",
            b"%PDF-1.4",
            b"",
        ] {
            assert_eq!(sniff(bytes), Err(SniffError::Unknown), "{bytes:?}");
        }
    }

    /// Guard: `cloakroom_host::images::sniff::sniff`
    #[test]
    fn sec_pkg_16_an_image_with_too_many_pixels_is_refused_by_its_header() {
        assert_eq!(
            sniff(&png_of(30_000, 30_000)),
            Err(SniffError::TooManyPixels(30_000, 30_000))
        );
        assert_eq!(
            sniff(&png_of(u32::MAX, u32::MAX)),
            Err(SniffError::TooManyPixels(u32::MAX, u32::MAX))
        );
        assert_eq!(sniff(&png_of(4096, 4096)), Ok("image/png"));
        assert_eq!(
            sniff(&png_of(4097, 4096)),
            Err(SniffError::TooManyPixels(4097, 4096))
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged_without_a_panic(
            head in prop::sample::select(vec![&b""[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF0000WEBPVP8L", b"RIFF0000WEBPVP8X", b"RIFF0000WEBPVP8 "]),
            rest in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let mut bytes = head.to_vec();
            bytes.extend(rest);
            let _ = sniff(&bytes);
        }
    }
}
