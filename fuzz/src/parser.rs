use adaptive_expressions::{Expression, Functions, Names, ParseErrorKind, UnknownFunctions};

/// Any text: parsing ends, an error stands inside the text, and what was printed parses to the
/// same tree.
pub fn parser(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match Expression::parse(text) {
        Ok(expression) => {
            let printed = expression.to_source();
            match Expression::parse(&printed) {
                Ok(again) => assert_eq!(again, expression, "printed as {printed}"),
                // The parentheses of the printed text are levels too.
                Err(error) => assert_eq!(error.kind, ParseErrorKind::TooDeep, "{printed}: {error}"),
            }
        }
        Err(error) => {
            assert!(error.span.end as usize <= text.len(), "{error}");
            assert!(error.line > 0 && error.column > 0, "{error}");
        }
    }
    let functions = Functions::new();
    let names = Names {
        functions: &functions,
        unknown: UnknownFunctions::Keep,
    };
    let _ = Expression::parse_interpolated(text, names);
}
