use super::process::Serving;
use super::{folder, program};

#[test]
fn the_profile_is_a_flag_and_stands_in_the_banner() {
    let data_dir = folder();
    let args = ["--listen", "127.0.0.1:0", "--no-tls"];
    let env = [("MOCK_IDP_PROFILE", "certification")];
    let told = |banner: &str| -> Vec<String> {
        let mine = |line: &&str| {
            ["Profile", "User ", "Policy"]
                .iter()
                .any(|it| line.contains(it))
        };
        banner.lines().filter(mine).map(str::to_owned).collect()
    };
    let mut serving = Serving::start_with(data_dir.path(), &args, &env);
    assert_eq!(
        told(&serving.lines_until("Ctrl-C ends it.")),
        [
            "  Profile    certification",
            "  User       certified  password banno"
        ]
    );
    let flag = [&args[..], &["--profile", "banno"]].concat();
    let mut serving = Serving::start_with(data_dir.path(), &flag, &env);
    assert_eq!(
        told(&serving.lines_until("Ctrl-C ends it.")),
        ["  User       rileydoe  password banno"],
        "the flag wins"
    );

    let wrong = ["serve", "--profile", "certified"];
    let output = program(data_dir.path()).args(wrong).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    let expected =
        "invalid value 'certified' for '--profile <PROFILE>': there are banno, certification";
    assert!(told.contains(expected), "{told}");
}
