//! Prints the findings of the doctor for `docs/doctor.md`.

fn main() {
    print!("{}", cloakroom_broker::doctor::findings_page());
}
