//! Chance from a seed: SplitMix64 (Steele, Lea and Flood 2014). The same on every machine.

#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub const fn below(&mut self, end: u32) -> u32 {
        (((self.next() >> 32) * end as u64) >> 32) as u32
    }

    /// A number below `end`, small ones more often.
    pub fn low(&mut self, end: u32) -> u32 {
        let (a, b) = (self.below(end), self.below(end));
        a.min(b)
    }

    /// How much worse may be accepted at a temperature: spread as the exponential law has it, within 9 %, from the
    /// leading zeros of a draw alone, so that no machine's logarithm decides.
    pub const fn worse(&mut self, temperature: i64) -> i64 {
        let bits = self.next() | 1;
        let zeros = bits.leading_zeros();
        let rest = ((bits << zeros) << 1) >> 48;
        // -ln u = ln 2 * (zeros + 1 - log2(1 + rest)), and log2(1 + x) is nearly x.
        let log = ((zeros as i64 + 1) << 16) - rest as i64;
        ((temperature as i128 * log as i128 * 45_426) >> 32) as i64
    }
}
