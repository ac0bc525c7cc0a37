use std::io::Write as _;

use super::{CaArgs, CaCommand, DataArgs, Failure};
use crate::tls;

pub(super) fn run(args: &CaArgs) -> Result<(), Failure> {
    let kept =
        |args: &DataArgs| -> Result<_, Failure> { Ok(tls::kept_ca(&args.folder(&args.read()?))?) };
    let out = match &args.command {
        CaCommand::Path(args) => {
            let ca = kept(args)?;
            let path = ca.certificate_path().map(|path| {
                format!(
                    "{}
",
                    path.display()
                )
            });
            path.unwrap_or_default()
        }
        CaCommand::Export(args) => kept(args)?.certificate_pem().to_owned(),
    };
    // A pipe that is closed early is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(())
}
