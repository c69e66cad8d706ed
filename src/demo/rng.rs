//! Chance from a seed: SplitMix64. Integer arithmetic and IEEE sums only, so every machine draws the same.

/// A stream of chance. Each subject of the generator has its own, so that a change in one moves no other.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

/// One step of SplitMix64's output function.
const fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// A number that stands for a text (FNV-1a).
fn hashed(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// 128 bits that belong to the `n`th thing of a subject, in the shape of a UUID of version 8 (custom).
pub(super) fn uid_bits(seed: u64, subject: &str, n: u64) -> u128 {
    let mut stream = Rng::of(seed ^ n.wrapping_mul(0x9E37_79B9_7F4A_7C15), subject);
    let bits = (u128::from(stream.next()) << 64) | u128::from(stream.next());
    (bits & !(0xF << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62)
}

impl Rng {
    /// The stream of a subject.
    pub(super) fn of(seed: u64, subject: &str) -> Self {
        Self(mixed(seed ^ hashed(subject)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// A number in 0..1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// A number between two.
    pub(super) fn real(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// A whole number, both ends included.
    pub(super) fn int(&mut self, from: i64, to: i64) -> i64 {
        let span = to.saturating_sub(from).unsigned_abs().saturating_add(1);
        from + (self.next() % span) as i64
    }

    /// A number around 0, mostly within ±1, never beyond ±2 (three dice).
    pub(super) fn bell(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit()) * 4.0 / 3.0 - 2.0
    }

    /// A factor that is uneven as sizes in a register are: many small, few large; its mean is about 1.
    pub(super) fn uneven(&mut self) -> f64 {
        let draw = self.unit();
        0.35 + 0.6 * draw + 2.2 * draw * draw * draw * draw * self.unit()
    }

    /// Yes with this probability.
    pub(super) fn chance(&mut self, of: f64) -> bool {
        self.unit() < of
    }

    /// One of several; the type's default when there is none.
    pub(super) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let last = i64::try_from(from.len()).unwrap_or(i64::MAX) - 1;
        usize::try_from(self.int(0, last.max(0))).ok().and_then(|at| from.get(at)).copied().unwrap_or_default()
    }

    /// An index below `len` by these weights; 0 when they sum to nothing.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        0
    }
}

/// Parts of a whole by weights, exact in sum: what rounding leaves goes to the largest remainders, the first
/// of equals first.
pub(super) fn shares(whole: i64, weights: &[f64]) -> Vec<i64> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| whole as f64 * weight / sum.max(f64::MIN_POSITIVE)).collect();
    let mut parts: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |at: &usize| exact.get(*at).map_or(0.0, |part| part - part.floor());
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)).then(a.cmp(b)));
    let left = whole - parts.iter().sum::<i64>();
    for at in order.into_iter().cycle().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_streams_repeat() {
        assert_eq!(shares(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        assert_eq!(shares(1566, &[0.3, 7.0, 2.2, 0.01]).iter().sum::<i64>(), 1566);
        let (mut a, mut b) = (Rng::of(7, "x"), Rng::of(7, "x"));
        assert_eq!([a.unit(), a.bell()], [b.unit(), b.bell()]);
        assert_ne!(uid_bits(7, "shelter", 1), uid_bits(7, "shelter", 2));
    }
}
