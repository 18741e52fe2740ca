//! Names and sentences of packages and providers, as people get to see them.

/// Text that came from a package or provider, fit to be shown: without control, bidirectional and
/// invisible characters (SEC-PKG-17), and not endless.
pub fn shown(text: &str, most: usize) -> String {
    let visible = |c: &char| {
        !c.is_control()
            && !matches!(c,
                '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    let kept: String = text.chars().filter(visible).take(most + 1).collect();
    if kept.chars().count() <= most {
        return kept.trim().to_owned();
    }
    let cut: String = kept.chars().take(most).collect();
    format!("{}…", cut.trim())
}
