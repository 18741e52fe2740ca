//! Names that 3.0 takes for components: letters, digits, dot, hyphen, underscore.

/// A schema's; slashes count as part of the name.
pub(super) fn of_schema(name: &str) -> String {
    of_component(&name.replace('/', "_"))
}

/// Another component's. What stands behind a slash stays as it is.
pub(super) fn of_component(name: &str) -> String {
    let name = name.replacen("[]", "Array", 1);
    let (first, rest) = match name.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name.as_str(), None),
    };
    let mut valid = String::with_capacity(name.len());
    let mut bad = false;
    for char in first.chars() {
        if char.is_ascii_alphanumeric() || "_-.".contains(char) {
            valid.push(char);
            bad = false;
        } else {
            // However many follow each other, one underscore stands for them.
            if !bad {
                valid.push('_');
            }
            bad = true;
        }
    }
    if let Some(rest) = rest {
        valid.push('/');
        valid.push_str(rest);
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_name_may_have_becomes_one_underscore() {
        assert_eq!(of_schema("Page«Item»x"), "Page_Item_x");
        // A slash is an underscore before the others are counted.
        assert_eq!(of_schema("Page«Item»/x"), "Page_Item__x");
        assert_eq!(of_schema("Item[]"), "ItemArray");
        assert_eq!(of_component("a b/c d"), "a_b/c d");
    }
}
