//! Prints the `OpenAPI` document of the control plane, as the code has it; `src/control/openapi.json` is what
//! the program serves.

fn main() -> std::io::Result<()> {
    use std::io::Write as _;
    std::io::stdout().write_all(mock_idp::control::generated_document().as_bytes())
}
