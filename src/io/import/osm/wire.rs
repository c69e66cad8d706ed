//! The wire format of protocol buffers, as much of it as `.osm.pbf` needs. Every read is bounded by the message it
//! stands in; what does not fit is [`Torn`], never a panic.

/// A message that ends early or holds what cannot be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Torn;

/// A field of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Content<'a> {
    /// A whole number.
    Number(u64),
    /// Text, a message or packed numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes: nothing here asks for them.
    Fixed,
}

/// The fields of a message, in order.
#[derive(Clone, Debug)]
pub struct Message<'a>(&'a [u8]);

impl<'a> Message<'a> {
    /// Over these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Torn> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Torn)?;
        self.0 = rest;
        Ok(taken)
    }

    fn field(&mut self) -> Result<(u64, Content<'a>), Torn> {
        let key = varint(&mut self.0)?;
        let content = match key & 7 {
            0 => Content::Number(varint(&mut self.0)?),
            1 => self.take(8).map(|_| Content::Fixed)?,
            2 => {
                let length = varint(&mut self.0)?;
                Content::Bytes(self.take(usize::try_from(length).map_err(|_| Torn)?)?)
            }
            5 => self.take(4).map(|_| Content::Fixed)?,
            _ => return Err(Torn),
        };
        Ok((key >> 3, content))
    }
}

impl<'a> Iterator for Message<'a> {
    type Item = Result<(u64, Content<'a>), Torn>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

/// Packed whole numbers.
#[derive(Clone, Debug)]
pub struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    /// Over these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The numbers as signed ones.
    pub fn signed(self) -> impl Iterator<Item = Result<i64, Torn>> + 'a {
        self.map(|number| number.map(zigzag))
    }

    /// The sums of the signed numbers so far.
    pub fn summed(self) -> impl Iterator<Item = Result<i64, Torn>> + 'a {
        let mut sum = 0_i64;
        self.signed().map(move |step| {
            sum = sum.wrapping_add(step?);
            Ok(sum)
        })
    }
}

impl Iterator for Packed<'_> {
    type Item = Result<u64, Torn>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let number = varint(&mut self.0);
        if number.is_err() {
            self.0 = &[];
        }
        Some(number)
    }
}

/// A signed number as it is packed.
pub const fn zigzag(number: u64) -> i64 {
    ((number >> 1) as i64) ^ -((number & 1) as i64)
}

fn varint(bytes: &mut &[u8]) -> Result<u64, Torn> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(Torn)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Torn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_packed_numbers_are_read_and_torn_ones_said() {
        let fields: Vec<_> = Message::new(&[0x08, 0x96, 0x01, 0x12, 0x02, 7, 8]).collect();
        assert_eq!(fields, [Ok((1, Content::Number(150))), Ok((2, Content::Bytes(&[7, 8])))]);
        assert_eq!(Message::new(&[0x12, 0x09, 7]).collect::<Vec<_>>(), [Err(Torn)]);
        assert_eq!(Message::new(&[0x80; 20]).collect::<Vec<_>>(), [Err(Torn)]);
        let sums: Vec<_> = Packed::new(&[2, 4, 1]).summed().collect();
        assert_eq!(sums, [Ok(1), Ok(3), Ok(2)]);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
    }
}
