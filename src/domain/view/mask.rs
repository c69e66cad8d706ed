//! Personal values as they stand on a screen until somebody asks: 示例* and 139****0001. A courtesy, not a
//! protection: the file holds them whole.

/// The text with enough hidden that nobody can be called or recognised by it.
pub fn masked(text: &str) -> String {
    let text = text.trim();
    let letters: Vec<char> = text.chars().collect();
    let digits = letters.iter().filter(|letter| letter.is_ascii_digit()).count();
    match letters.len() {
        0 => String::new(),
        1 => "*".to_owned(),
        // A phone or identity number: its beginning and end.
        length if digits >= 7 => keep(&letters, 3, if length > 8 { 4 } else { 1 }),
        // A name: all but its last sign.
        length if length <= 5 && digits == 0 => keep(&letters, length - 1, 0),
        length => keep(&letters, length.min(3), 0),
    }
}

fn keep(letters: &[char], head: usize, tail: usize) -> String {
    let hidden = letters.len().saturating_sub(head + tail).min(4);
    let start = letters.iter().take(head);
    let end = letters.iter().skip(letters.len().saturating_sub(tail));
    start.chain(std::iter::repeat_n(&'*', hidden.max(1))).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_last_sign_and_phones_their_middle() {
        assert_eq!(masked("示例甲乙"), "示例甲*");
        assert_eq!(masked("张三"), "张*");
        assert_eq!(masked("13900000001"), "139****0001");
        assert_eq!(masked("0579-82300000"), "057****0000");
        assert_eq!(masked("白龙桥镇叶店村12号"), "白龙桥****");
        assert_eq!(masked(""), "");
    }
}
