use app_package::{Choices, Limits, Target, generate, inspect};

/// Any bytes as a description in JSON.
pub fn openapi_json(bytes: &[u8]) {
    openapi("api.json", bytes);
}

/// Any bytes as a description in YAML.
pub fn openapi_yaml(bytes: &[u8]) {
    openapi("api.yaml", bytes);
}

/// Inspecting ends, each finding stands in the file, and a package made of what can be offered can
/// be installed.
fn openapi(file: &str, bytes: &[u8]) {
    let limits = Limits {
        nodes: 20_000,
        ..Limits::description()
    };
    let inspection = inspect(file, bytes, &limits);
    for target in Target::ALL {
        let report = inspection.target(target);
        let reasons = report
            .operations
            .iter()
            .flat_map(|operation| &operation.reasons);
        for found in report.errors.iter().chain(reasons) {
            let problem = inspection.error(found);
            assert!(problem.span.0 <= problem.span.1 && problem.span.1 <= bytes.len());
            assert!(!problem.sentence.is_empty() && !problem.fix.is_empty());
        }
        for found in &report.warnings {
            assert!(inspection.warning(found).span.1 <= bytes.len());
        }
    }
    let choices = Choices {
        id: "0b6f0d0e-2f5c-4d0a-9a8d-3f0e7c6b5a41".to_owned(),
        ..Choices::default()
    };
    match generate(file, bytes, &choices, &limits) {
        Ok(package) => assert!(!package.commands.is_empty() && package.commands.len() <= 10),
        Err(error) => assert_ne!(error.code(), "package_not_installable", "{error}"),
    }
}
