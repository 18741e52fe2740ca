//! Powers to the last digit of V8, which answers for the peer.
//!
//! V8 computes as fdlibm does (`e_pow.c`, Sun Microsystems 1993): the logarithm to base 2 in two
//! parts, times the exponent, and from that the power of 2. The numbers are fdlibm's, and so is the
//! order of the operations, on which the last digit depends; in [`exp2`] V8 groups one otherwise.
//! What needs no arithmetic (zeros, ones, infinities, results out of range) is `libm`'s.
#![allow(
    clippy::excessive_precision,
    clippy::many_single_char_names,
    clippy::suboptimal_flops
)]

/// ln 2, and its first 24 bits and the rest.
const LN2: [f64; 3] = [
    std::f64::consts::LN_2,
    6.931_471_824_645_996_093_75e-1,
    -1.904_654_299_957_768_045_25e-9,
];
/// 2 / (3 ln 2), and its first bits and the rest.
const SCALE: [f64; 3] = [
    9.617_966_939_259_755_543_29e-1,
    9.617_967_009_544_372_558_59e-1,
    -7.028_461_650_952_758_265_16e-9,
];
/// log2 1.5: its first bits and the rest.
const LOG2_OF_1_5: [f64; 2] = [
    5.849_624_872_207_641_601_56e-1,
    1.350_039_202_129_748_971_28e-8,
];
/// The polynomial of the logarithm.
const LOG: [f64; 6] = [
    5.999_999_999_999_946_487_25e-1,
    4.285_714_285_785_501_842_52e-1,
    3.333_333_298_183_774_329_18e-1,
    2.727_281_238_085_340_064_89e-1,
    2.306_607_457_755_617_540_67e-1,
    2.069_750_178_003_384_177_84e-1,
];
/// The polynomial of the exponential.
const EXP: [f64; 5] = [
    1.666_666_666_666_660_190_37e-1,
    -2.777_777_777_701_559_338_42e-3,
    6.613_756_321_437_934_361_17e-5,
    -1.653_390_220_546_525_153_90e-6,
    4.138_136_797_057_238_460_39e-8,
];

/// `x` to the power of `y`.
pub(super) fn pow(x: f64, y: f64) -> f64 {
    let size = x.abs();
    let plain = x.is_finite() && x != 0.0 && size != 1.0 && y.is_finite() && y != 0.0;
    // From 2^31 on only bases close to 1 have a power that is neither 0 nor infinite.
    if !plain || y.abs() > 2_147_483_648.0 || (x < 0.0 && y.fract() != 0.0) {
        return libm::pow(x, y);
    }
    if y == 1.0 {
        return x;
    } else if y == -1.0 {
        return 1.0 / x;
    } else if y == 2.0 {
        return x * x;
    } else if y == 0.5 {
        return x.sqrt();
    }
    let (first, rest) = log2(size);
    let y1 = upper(y);
    let low = (y - y1) * first + y * rest;
    let high = y1 * first;
    if !(-1_022.0..1_023.0).contains(&(low + high)) {
        // Near the ends of what a float holds.
        return libm::pow(x, y);
    }
    let power = exp2(high, low);
    let odd = y % 2.0 != 0.0;
    if x < 0.0 && odd { -power } else { power }
}

/// The logarithm to base 2 of a positive number, in two parts.
fn log2(mut x: f64) -> (f64, f64) {
    let mut exponent = 0;
    if x < f64::MIN_POSITIVE {
        x *= 9_007_199_254_740_992.0;
        exponent = -53;
    }
    let mut head = top(x);
    exponent += (head >> 20) - 0x3ff;
    let fraction = head & 0x000f_ffff;
    head = fraction | 0x3ff0_0000;
    // Of x, 1.5 or x / 2, whichever is near 1.
    let middle = if fraction <= 0x3_988e {
        false
    } else if fraction < 0xb_b67a {
        true
    } else {
        exponent += 1;
        head -= 0x0010_0000;
        false
    };
    x = with_top(x, head);
    let base = if middle { 1.5 } else { 1.0 };
    let [log_high, log_low] = if middle { LOG2_OF_1_5 } else { [0.0; 2] };

    let above = x - base;
    let inverse = 1.0 / (x + base);
    let ratio = above * inverse;
    let ratio_high = upper(ratio);
    let sum_head = ((head >> 1) | 0x2000_0000) + 0x0008_0000 + (i32::from(middle) << 18);
    let sum_high = with_top(0.0, sum_head);
    let sum_low = x - (sum_high - base);
    let ratio_low = inverse * ((above - ratio_high * sum_high) - ratio_high * sum_low);

    let mut square = ratio * ratio;
    let [a, b, c, d, e, f] = LOG;
    let mut tail = square
        * square
        * (a + square * (b + square * (c + square * (d + square * (e + square * f)))));
    tail += ratio_low * (ratio_high + ratio);
    square = ratio_high * ratio_high;
    let three_high = upper(3.0 + square + tail);
    let three_low = tail - ((three_high - 3.0) - square);

    let high = ratio_high * three_high;
    let low = ratio_low * three_high + three_low * ratio;
    let whole_high = upper(high + low);
    let whole_low = low - (whole_high - high);
    let [scale, scale_high, scale_low] = SCALE;
    let scaled_high = scale_high * whole_high;
    let scaled_low = scale_low * whole_high + whole_low * scale + log_low;
    let integer = f64::from(exponent);
    let first = upper(((scaled_high + scaled_low) + log_high) + integer);
    let rest = scaled_low - (((first - integer) - log_high) - scaled_high);
    (first, rest)
}

/// 2 to the power of a number in two parts, between -1022 and 1023.
fn exp2(mut high: f64, low: f64) -> f64 {
    let sum = low + high;
    let head = top(sum);
    let mut integer = 0;
    if head & 0x7fff_ffff > 0x3fe0_0000 {
        // More than a half: the integer nearest to it.
        let rounded = head + (0x0010_0000 >> (((head & 0x7fff_ffff) >> 20) - 0x3ff + 1));
        let places = ((rounded & 0x7fff_ffff) >> 20) - 0x3ff;
        high -= with_top(0.0, rounded & !(0x000f_ffff >> places));
        integer = ((rounded & 0x000f_ffff) | 0x0010_0000) >> (20 - places);
        if head < 0 {
            integer = -integer;
        }
    }
    let [ln2, ln2_high, ln2_low] = LN2;
    let part = upper(low + high);
    let natural_high = part * ln2_high;
    let natural_low = (low - (part - high)) * ln2 + part * ln2_low;
    let natural = natural_high + natural_low;
    let error = natural_low - (natural - natural_high);
    let square = natural * natural;
    let [a, b, c, d, e] = EXP;
    let remez = natural - square * (a + square * (b + square * (c + square * (d + square * e))));
    // fdlibm divides by `remez - 2` and subtracts the error afterwards.
    let quotient = (natural * remez) / ((remez - 2.0) - (error + natural * error));
    libm::scalbn(1.0 - (quotient - natural), integer)
}

/// The upper half of the bits: sign, exponent and 20 bits of the fraction.
#[allow(clippy::cast_possible_truncation)]
fn top(x: f64) -> i32 {
    ((x.to_bits() >> 32) as u32).cast_signed()
}

fn with_top(x: f64, head: i32) -> f64 {
    f64::from_bits((u64::from(head.cast_unsigned()) << 32) | (x.to_bits() & 0xffff_ffff))
}

/// The number without the lower half of its bits.
fn upper(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_0000_0000)
}
