use std::io::Write as _;

use super::{CaArgs, CaCommand, DataArgs, Failure};
use crate::tls;

pub(super) fn run(args: CaArgs) -> Result<(), Failure> {
    let data_dir = |args: DataArgs| args.data_dir.unwrap_or_else(local_ca::default_data_dir);
    let out = match args.command {
        CaCommand::Path(args) => {
            let ca = tls::kept_ca(&data_dir(args))?;
            ca.certificate_path()
                .map(|path| format!("{}\n", path.display()))
                .unwrap_or_default()
        }
        CaCommand::Export(args) => tls::kept_ca(&data_dir(args))?.certificate_pem().to_owned(),
    };
    // A pipe that is closed early is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(())
}
