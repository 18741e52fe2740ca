//! Every statement, by name. Each is valid on SQLite and on PostgreSQL, and a test prepares each
//! on both. Statements name their columns in the order of the row they are read into.

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)*
        /// All statements with their names.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

macro_rules! sign_in_columns {
    () => {
        "id, public_id, tenant, user_id, registration_tenant, registration_id, registration_version, \
         app_tenant, manifest_id, scopes, status, state_hash, binding_hash, session_id, redirect_path, \
         verifier, nonce_hash, outcome_code, outcome_text, account, trace_code, attempt_owner, \
         attempt_sent_at, doctor_run, created_at, expires_at"
    };
}

macro_rules! doctor_run_columns {
    () => {
        "tenant, id, public_id, registration_id, registration_version, user_id, status, generation, \
         report, created_at, changed_at"
    };
}

macro_rules! listed_session {
    () => {
        "SELECT s.id, s.public_id, s.entered_by, s.agent, s.created_at, s.last_seen_at, s.expires_at, \
         u.tenant, u.id AS user_id, u.issuer, u.subject, u.display_name, u.role \
         FROM sessions s JOIN users u ON u.tenant = s.tenant AND u.id = s.user_id "
    };
}

macro_rules! grant_columns {
    () => {
        "id, public_id, tenant, user_id, registration_tenant, registration_id, registration_version, \
         kind, account, current, state, reason, generation, access_token, refresh_token, scopes, \
         obtained_at, expires_at, last_used_at, last_refresh_at, attempt_owner, attempt_until, \
         attempt_sent_at, retried_at, failures, retry_at, failure, confirm_hash, wrong_codes, \
         pending_until, created_at"
    };
}

/// An installation, with the key that a list is sorted by. `$key` names its column.
macro_rules! installation {
    ($key:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $key,
            " AS sort_key, i.tenant, i.owner_tenant, i.manifest_id, a.public_id, i.name, \
             i.version, i.origin_map, i.bindings, i.changed_at, i.waiting_version FROM ",
            $from,
            " JOIN apps a ON a.tenant = i.owner_tenant AND a.manifest_id = i.manifest_id "
        )
    };
}

/// What a search finds among the terms `t` of a kind, in their order: $1 tenant, $2 kind, after $3
/// and $4, before $5. A name in which several words match stands once, where the first of them from
/// $6 on does.
macro_rules! found {
    () => {
        "WHERE t.tenant = $1 AND t.kind = $2 AND (t.term, t.id) > ($3, $4) AND t.term < $5 \
         AND NOT EXISTS (SELECT 1 FROM search_terms o WHERE o.tenant = t.tenant AND o.kind = t.kind \
         AND o.id = t.id AND o.term >= $6 AND o.term < t.term) ORDER BY t.term, t.id LIMIT $7"
    };
}

macro_rules! trace_insert {
    () => {
        "INSERT INTO traces \
         (tenant, code, kind, user_id, app, subject, error, started_at, micros, body) VALUES "
    };
}

macro_rules! trace_kept {
    () => {
        " ON CONFLICT (tenant, code) DO NOTHING"
    };
}

/// How many rows [`TRACE_INSERT_MANY`] has.
pub(crate) const TRACES_AT_ONCE: usize = 16;

/// A registration in a list, with the key that the list is sorted by. `$key` names its column.
macro_rules! listed_registration {
    ($key:literal, $from:literal) => {
        concat!(
            "SELECT ", $key, " AS sort_key, r.tenant, r.id, r.public_id, r.kind, r.version, r.redirect_path, \
             r.broken, r.created_at, r.changed_at, v.settings, v.client_secret IS NOT NULL AS has_secret, \
             v.second_secret IS NOT NULL AS has_second, v.second_until FROM ", $from,
            " JOIN registration_versions v ON v.tenant = r.tenant AND v.registration_id = r.id \
             AND v.version = r.version "
        )
    };
}

statements! {
    PING = "SELECT CAST(1 AS BIGINT)";

    // Vault.
    CHECK_VALUE = "SELECT check_value FROM vault WHERE id = 1";
    /// Where keys exist without a check value, something was lost: no other master key is taken on.
    KEEP_CHECK_VALUE = "INSERT INTO vault (id, check_value) \
        SELECT 1, $1 WHERE NOT EXISTS (SELECT 1 FROM key_encryption_keys) ON CONFLICT (id) DO NOTHING";
    KEY_ACTIVE = "SELECT id, wrapped FROM key_encryption_keys WHERE tenant = $1 AND active";
    KEY_FIND = "SELECT id, wrapped FROM key_encryption_keys WHERE tenant = $1 AND id = $2";
    KEY_RETIRE = "UPDATE key_encryption_keys SET active = FALSE WHERE tenant = $1 AND id = $2 AND active";
    KEY_INSERT = "INSERT INTO key_encryption_keys (tenant, id, wrapped, uses, active, created_at) \
        VALUES ($1, $2, $3, 0, TRUE, $4) ON CONFLICT DO NOTHING";
    KEY_LEASE = "UPDATE key_encryption_keys SET uses = uses + $3 \
        WHERE tenant = $1 AND id = $2 AND active AND uses + $3 <= $4";

    // People.
    TENANT_INSERT = "INSERT INTO tenants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    TENANT_LIST = "SELECT id, name FROM tenants ORDER BY created_at, id";
    TENANT_PAGE = "SELECT id, name, created_at, '' AS term FROM tenants \
        WHERE (created_at, id) > ($1, $2) ORDER BY created_at, id LIMIT $3";
    TENANT_SEARCH = concat!("SELECT e.id, e.name, e.created_at, t.term \
        FROM search_terms t JOIN tenants e ON e.id = t.id ", found!());
    USER_INSERT = "INSERT INTO users (tenant, id, issuer, subject, display_name, role, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, issuer, subject) DO NOTHING";
    USER_UPDATE = "UPDATE users SET display_name = $5, role = $6 \
        WHERE tenant = $1 AND id = $2 AND display_name = $3 AND role = $4";
    USER_BY_SUBJECT = "SELECT tenant, id, issuer, subject, display_name, role FROM users \
        WHERE tenant = $1 AND issuer = $2 AND subject = $3";
    USER_BY_ID = "SELECT tenant, id, issuer, subject, display_name, role FROM users \
        WHERE tenant = $1 AND id = $2";
    USER_LIST_LOCAL = "SELECT tenant, id, issuer, subject, display_name, role FROM users \
        WHERE tenant = $1 AND issuer = 'local' ORDER BY subject";
    /// Whoever the provider says that he is in a tenant again.
    USER_ADMIT = "INSERT INTO users (tenant, id, issuer, subject, display_name, role, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, issuer, subject) \
        DO UPDATE SET display_name = $5, role = $6, left_at = NULL RETURNING id";
    USER_LEAVE = "UPDATE users SET left_at = $4 \
        WHERE tenant = $1 AND issuer = $2 AND subject = $3 AND left_at IS NULL RETURNING id";
    /// Our own people of a tenant: those of hosts have issuers that begin with `host:`.
    USER_PAGE = "SELECT tenant, id, issuer, subject, display_name, role, '' AS term FROM users \
        WHERE tenant = $1 AND (issuer, subject) > ($2, $3) AND substr(issuer, 1, 5) <> 'host:' \
        AND left_at IS NULL ORDER BY issuer, subject LIMIT $4";
    /// As registrations are found, but by terms that have a table of their own and end with the user.
    USER_SEARCH = "SELECT u.tenant, u.id, u.issuer, u.subject, u.display_name, u.role, t.term \
        FROM user_terms t JOIN users u ON u.tenant = t.tenant AND u.id = t.user_id \
        WHERE t.tenant = $1 AND (t.term, t.user_id) > ($2, $3) AND t.term < $4 \
        AND NOT EXISTS (SELECT 1 FROM user_terms o WHERE o.tenant = t.tenant \
        AND o.user_id = t.user_id AND o.term >= $5 AND o.term < t.term) \
        AND u.left_at IS NULL ORDER BY t.term, t.user_id LIMIT $6";
    USER_TERM_INSERT = "INSERT INTO user_terms (tenant, term, user_id) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    USER_TERM_DELETE = "DELETE FROM user_terms WHERE tenant = $1 AND user_id = $2";
    USER_MEMBERSHIPS = "SELECT u.tenant, u.id, u.issuer, u.subject, u.display_name, u.role \
        FROM users u JOIN tenants t ON t.id = u.tenant \
        WHERE u.issuer = $1 AND u.subject = $2 AND u.left_at IS NULL ORDER BY t.created_at, t.id";
    USER_DELETE = "DELETE FROM users WHERE tenant = $1 AND id = $2";
    LINK_INSERT = "INSERT INTO user_links (tenant, user_id, linked_user_id, created_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, user_id) DO UPDATE SET linked_user_id = $3";
    LINK_DELETE = "DELETE FROM user_links WHERE tenant = $1 AND user_id = $2 AND linked_user_id = $3";
    /// The hosts' users that are one of ours, in the order in which they first came.
    LINK_PAGE = "SELECT u.tenant, u.id, u.issuer, u.subject, u.display_name, u.role \
        FROM user_links l JOIN users u ON u.tenant = l.tenant AND u.id = l.user_id \
        WHERE l.tenant = $1 AND l.linked_user_id = $2 AND l.user_id > $3 ORDER BY l.user_id LIMIT $4";
    LINK_FIND = "SELECT linked_user_id FROM user_links WHERE tenant = $1 AND user_id = $2";

    // Sessions and codes to enter by.
    SESSION_INSERT = "INSERT INTO sessions \
        (tenant, id, user_id, token_hash, created_at, last_seen_at, expires_at, public_id, entered_by, agent) \
        VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)";
    SESSION_FIND = "SELECT s.tenant, s.id, s.last_seen_at, s.expires_at, \
        u.id, u.issuer, u.subject, u.display_name, u.role \
        FROM sessions s JOIN users u ON u.tenant = s.tenant AND u.id = s.user_id \
        WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3 AND u.left_at IS NULL";
    SESSION_ALIVE = "SELECT user_id FROM sessions WHERE tenant = $1 AND id = $2 \
        AND expires_at > $3 AND last_seen_at > $4";
    SESSION_SEEN = "UPDATE sessions SET last_seen_at = $3 WHERE tenant = $1 AND id = $2 AND last_seen_at < $3";
    SESSION_DELETE = "DELETE FROM sessions WHERE tenant = $1 AND id = $2";
    SESSION_DELETE_PUBLIC = "DELETE FROM sessions WHERE tenant = $1 AND public_id = $2 \
        RETURNING id, user_id";
    SESSION_DELETE_PUBLIC_OF_USER = "DELETE FROM sessions \
        WHERE tenant = $1 AND public_id = $2 AND user_id = $3 RETURNING id, user_id";
    SESSION_DELETE_OTHERS = "DELETE FROM sessions WHERE tenant = $1 AND user_id = $2 AND id <> $3";
    SESSION_DELETE_OF_USER = "DELETE FROM sessions WHERE tenant = $1 AND user_id = $2";
    SESSION_PAGE = concat!(listed_session!(), "WHERE s.tenant = $1 AND s.id < $2 \
        AND s.expires_at > $3 AND s.last_seen_at > $4 AND s.public_id IS NOT NULL \
        ORDER BY s.id DESC LIMIT $5");
    SESSION_PAGE_OF_USER = concat!(listed_session!(), "WHERE s.tenant = $1 AND s.user_id = $6 \
        AND s.id < $2 AND s.expires_at > $3 AND s.last_seen_at > $4 AND s.public_id IS NOT NULL \
        ORDER BY s.id DESC LIMIT $5");
    SESSION_PURGE = "DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2";
    CODE_INSERT = "INSERT INTO enter_codes (tenant, id, user_id, code_hash, expires_at) \
        VALUES ($1, $2, $3, $4, $5)";
    CODE_FIND = "SELECT u.tenant, u.id, u.issuer, u.subject, u.display_name, u.role \
        FROM enter_codes c JOIN users u ON u.tenant = c.tenant AND u.id = c.user_id \
        WHERE c.code_hash = $1 AND c.expires_at > $2";
    CODE_CONSUME = "DELETE FROM enter_codes WHERE code_hash = $1 AND expires_at > $2 \
        RETURNING tenant, user_id";
    CODE_PURGE = "DELETE FROM enter_codes WHERE expires_at <= $1";

    // Sign-ins of our own people.
    PORTAL_SIGN_IN_INSERT = "INSERT INTO portal_sign_ins (tenant, id, provider, state_hash, binding_hash, \
        nonce_hash, verifier, redirect_path, target, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    PORTAL_SIGN_IN_BY_STATE = "SELECT tenant, id, provider, state_hash, binding_hash, nonce_hash, verifier, \
        redirect_path, target, expires_at FROM portal_sign_ins WHERE state_hash = $1";
    PORTAL_SIGN_IN_CONSUME = "DELETE FROM portal_sign_ins WHERE tenant = $1 AND id = $2 RETURNING id";
    PORTAL_SIGN_IN_PURGE = "DELETE FROM portal_sign_ins WHERE expires_at <= $1";

    // Hosts.
    HOST_INSERT = "INSERT INTO hosts (tenant, id, name, tenant_ids, credential_hash, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    HOST_BY_CREDENTIAL = "SELECT tenant, id, name, tenant_ids, created_at FROM hosts WHERE credential_hash = $1";
    HOST_GET = "SELECT tenant, id, name, tenant_ids, created_at FROM hosts WHERE tenant = $1 AND id = $2";
    HOST_PAGE = "SELECT tenant, id, name, tenant_ids, created_at, '' AS term FROM hosts \
        WHERE tenant = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4";
    HOST_SEARCH = concat!("SELECT h.tenant, h.id, h.name, h.tenant_ids, h.created_at, t.term \
        FROM search_terms t JOIN hosts h ON h.tenant = t.tenant AND h.id = t.id ", found!());
    HOST_DELETE = "DELETE FROM hosts WHERE tenant = $1 AND id = $2";

    // Apps.
    APP_INSERT = "INSERT INTO apps (tenant, manifest_id, public_id, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (tenant, manifest_id) DO NOTHING";
    APP_VERSION_INSERT = "INSERT INTO app_versions \
        (tenant, manifest_id, version, package, created_at, app_version) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, manifest_id, version) DO NOTHING";
    APP_VERSION_LIST = "SELECT version, app_version, created_at FROM app_versions \
        WHERE tenant = $1 AND manifest_id = $2 ORDER BY created_at DESC, version LIMIT $3";
    APP_VERSION_DELETE = "DELETE FROM app_versions WHERE tenant = $1 AND manifest_id = $2 AND version = $3 \
        AND NOT EXISTS (SELECT 1 FROM installations i WHERE i.owner_tenant = $1 AND i.manifest_id = $2 \
        AND i.version = $3)";
    APP_PACKAGE = "SELECT package FROM app_versions WHERE tenant = $1 AND manifest_id = $2 AND version = $3";
    /// `changed_at` is the installation's version: it grows with each change, also within one
    /// millisecond.
    INSTALLATION_PUT = "INSERT INTO installations \
        (tenant, owner_tenant, manifest_id, version, origin_map, bindings, changed_at, waiting_version, \
        name, name_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
        ON CONFLICT (tenant, manifest_id) DO UPDATE SET owner_tenant = $2, version = $4, origin_map = $5, \
        bindings = $6, waiting_version = $8, name = $9, name_key = $10, changed_at = \
        CASE WHEN installations.changed_at >= $7 THEN installations.changed_at + 1 ELSE $7 END";
    INSTALLATION_VERSION = "UPDATE installations SET version = $4, waiting_version = $5, name = $7, \
        name_key = $8, changed_at = CASE WHEN changed_at >= $6 THEN changed_at + 1 ELSE $6 END \
        WHERE tenant = $1 AND manifest_id = $2 AND version = $3";
    INSTALLATION_UNWAIT = "UPDATE installations SET waiting_version = NULL, changed_at = changed_at + 1 \
        WHERE owner_tenant = $1 AND manifest_id = $2 AND waiting_version = $3";
    INSTALLATION_BIND = "UPDATE installations SET bindings = $3, \
        changed_at = CASE WHEN changed_at >= $5 THEN changed_at + 1 ELSE $5 END \
        WHERE tenant = $1 AND manifest_id = $2 AND changed_at = $4";
    INSTALLATION_LIST = concat!(installation!("''", "installations i"),
        "WHERE i.tenant = $1 ORDER BY i.manifest_id");
    INSTALLATION_STATES = "SELECT manifest_id, changed_at FROM installations WHERE tenant = $1";
    INSTALLATION_GET = concat!(installation!("''", "installations i"),
        "WHERE i.tenant = $1 AND i.manifest_id = $2");
    INSTALLATION_BY_ID = concat!(installation!("''", "installations i"),
        "WHERE i.tenant = $1 AND a.public_id = $2");
    INSTALLATION_PAGE = concat!(installation!("i.name_key", "installations i"),
        "WHERE i.tenant = $1 AND (i.name_key, i.manifest_id) > ($2, $3) \
        ORDER BY i.name_key, i.manifest_id LIMIT $4");
    INSTALLATION_SEARCH = concat!(installation!("t.term",
        "search_terms t JOIN installations i ON i.tenant = t.tenant AND i.manifest_id = t.id"), found!());
    /// Those installed before names were kept.
    INSTALLATION_PAGE_OF_UNNAMED = concat!(installation!("i.name_key", "installations i"),
        "WHERE i.tenant = $1 AND i.name_key = '' ORDER BY i.manifest_id LIMIT 20");
    INSTALLATION_NAME = "UPDATE installations SET name = $3, name_key = $4 \
        WHERE tenant = $1 AND manifest_id = $2 AND name_key = ''";
    /// Of the apps for which a grant has consent, those that are installed still.
    INSTALLATION_OF_GRANT = concat!(installation!("''", "grants n \
        JOIN grant_apps g ON g.tenant = n.tenant AND g.grant_id = n.id \
        JOIN installations i ON i.tenant = g.tenant AND i.manifest_id = g.manifest_id \
        AND i.owner_tenant = g.app_tenant"),
        "WHERE n.tenant = $1 AND n.public_id = $2 ORDER BY i.manifest_id");
    INSTALLATION_DELETE = "DELETE FROM installations WHERE tenant = $1 AND manifest_id = $2 AND changed_at = $3";

    // Registrations.
    REGISTRATION_RESERVE = "INSERT INTO registrations \
        (tenant, id, public_id, name_key, version, redirect_path, broken, created_at, changed_at, kind) \
        VALUES ($1, $2, $3, NULL, 0, $4, NULL, $5, $5, $6)";
    REGISTRATION_VERSION_INSERT = "INSERT INTO registration_versions \
        (tenant, registration_id, version, settings, client_secret, created_at, second_secret, second_until) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Of versions that are no longer in force nobody asks for secrets.
    REGISTRATION_VERSION_SPENT = "UPDATE registration_versions SET client_secret = NULL, second_secret = NULL, \
        second_until = NULL WHERE tenant = $1 AND registration_id = $2 AND version < $3 \
        AND (client_secret IS NOT NULL OR second_secret IS NOT NULL)";
    REGISTRATION_SECOND_PURGE = "UPDATE registration_versions SET second_secret = NULL, second_until = NULL \
        WHERE second_until IS NOT NULL AND second_until <= $1";
    REGISTRATION_MOVE = "UPDATE registrations SET name_key = $4, version = $5, broken = NULL, changed_at = $6 \
        WHERE tenant = $1 AND id = $2 AND version = $3 AND retired_at IS NULL";
    REGISTRATION_FIND = "SELECT tenant, id, public_id, kind, version, redirect_path, broken, created_at, changed_at, retired_at \
        FROM registrations WHERE public_id = $1 AND retired_at IS NULL";
    REGISTRATION_BY_KEY = "SELECT tenant, id, public_id, kind, version, redirect_path, broken, created_at, changed_at, retired_at \
        FROM registrations WHERE tenant = $1 AND id = $2";
    REGISTRATION_PAGE = concat!(
        listed_registration!("r.name_key", "registrations r"),
        "WHERE r.tenant = $1 AND r.kind = $2 AND r.name_key > $3 ORDER BY r.name_key LIMIT $4"
    );
    REGISTRATION_SEARCH = concat!(
        listed_registration!("t.term", "search_terms t JOIN registrations r ON r.public_id = t.id"),
        found!()
    );
    /// Gives the name free and hides it; its secrets stay until its grants are revoked.
    REGISTRATION_RETIRE = "UPDATE registrations SET name_key = NULL, retired_at = $3, changed_at = $3 \
        WHERE tenant = $1 AND id = $2 AND retired_at IS NULL";
    REGISTRATION_RETIRED = "SELECT tenant, id FROM registrations WHERE retired_at IS NOT NULL \
        ORDER BY retired_at LIMIT 50";
    REGISTRATION_USERS = "SELECT COUNT(*), COUNT(DISTINCT user_id) FROM grants \
        WHERE registration_tenant = $1 AND registration_id = $2 AND state <> 'pending'";
    REGISTRATION_PURGE = "DELETE FROM registrations WHERE tenant = $1 AND id = $2 AND retired_at IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM grants WHERE registration_tenant = $1 AND registration_id = $2) \
        AND NOT EXISTS (SELECT 1 FROM revocations WHERE registration_tenant = $1 AND registration_id = $2)";
    REGISTRATION_VERSION = "SELECT version, settings, client_secret, second_secret, second_until FROM registration_versions \
        WHERE tenant = $1 AND registration_id = $2 AND version = $3";
    REGISTRATION_BROKEN = "UPDATE registrations SET broken = $3 WHERE tenant = $1 AND id = $2";

    // Sign-ins.
    SIGN_IN_INSERT = "INSERT INTO sign_ins (tenant, id, public_id, user_id, ticket_hash, \
        registration_tenant, registration_id, registration_version, app_tenant, manifest_id, scopes, \
        status, doctor_run, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'started', $12, $13, $14)";
    SIGN_IN_BY_TICKET = concat!("SELECT ", sign_in_columns!(), " FROM sign_ins WHERE ticket_hash = $1");
    SIGN_IN_BY_PUBLIC_ID = concat!("SELECT ", sign_in_columns!(), " FROM sign_ins WHERE public_id = $1");
    SIGN_IN_BY_STATE = concat!("SELECT ", sign_in_columns!(), " FROM sign_ins WHERE state_hash = $1");
    SIGN_IN_CONTINUE = "UPDATE sign_ins SET status = 'continued', state_hash = $3, binding_hash = $4, \
        session_id = $5, redirect_path = $6, verifier = $7, nonce_hash = $8, registration_version = $9 \
        WHERE tenant = $1 AND id = $2 AND status IN ('started', 'continued') AND expires_at > $10";
    SIGN_IN_CONSUME = "UPDATE sign_ins SET status = 'returned', attempt_owner = $3 \
        WHERE tenant = $1 AND id = $2 AND status = 'continued' AND expires_at > $4";
    SIGN_IN_SENT = "UPDATE sign_ins SET attempt_sent_at = $3 \
        WHERE tenant = $1 AND id = $2 AND status = 'returned' AND attempt_sent_at IS NULL";
    SIGN_IN_END = "UPDATE sign_ins SET status = $3, outcome_code = $4, outcome_text = $5, account = $6, \
        trace_code = $7, verifier = NULL \
        WHERE tenant = $1 AND id = $2 AND status IN ('started', 'continued', 'returned', 'pending')";
    SIGN_IN_INTERRUPTED = concat!("SELECT ", sign_in_columns!(), " FROM sign_ins \
        WHERE status = 'returned' AND attempt_owner <> $1");
    SIGN_IN_PURGE = "DELETE FROM sign_ins WHERE expires_at <= $1";

    // Runs of the doctor.
    DOCTOR_RUN_INSERT = concat!("INSERT INTO doctor_runs (", doctor_run_columns!(), ") \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    DOCTOR_RUN_BY_PUBLIC_ID = concat!("SELECT ", doctor_run_columns!(), " FROM doctor_runs WHERE public_id = $1");
    DOCTOR_RUN_GET = concat!("SELECT ", doctor_run_columns!(), " FROM doctor_runs WHERE tenant = $1 AND id = $2");
    DOCTOR_RUNS_OF_REGISTRATION = concat!("SELECT ", doctor_run_columns!(), " FROM doctor_runs \
        WHERE tenant = $1 AND registration_id = $2 ORDER BY created_at DESC, id DESC LIMIT 20");
    DOCTOR_RUN_CHANGE = "UPDATE doctor_runs SET generation = generation + 1, status = $4, report = $5, \
        changed_at = $6 WHERE tenant = $1 AND id = $2 AND generation = $3";
    DOCTOR_RUN_PURGE = "DELETE FROM doctor_runs WHERE created_at < $1";

    // Grants.
    GRANT_INSERT = "INSERT INTO grants (tenant, id, public_id, user_id, registration_tenant, \
        registration_id, registration_version, kind, account, current, state, generation, \
        access_token, refresh_token, scopes, obtained_at, expires_at, failures, confirm_hash, \
        wrong_codes, pending_until, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $14, $15, $16, 0, $17, 0, $18, $15)";
    GRANT_APP_INSERT = "INSERT INTO grant_apps (tenant, grant_id, app_tenant, manifest_id, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    GRANT_APPS = "SELECT app_tenant, manifest_id FROM grant_apps WHERE tenant = $1 AND grant_id = $2";
    GRANT_OF_ACCOUNT = concat!("SELECT ", grant_columns!(), " FROM grants WHERE tenant = $1 AND user_id = $2 \
        AND registration_id = $3 AND account = $4 AND id <> $5 AND state <> 'pending'");
    GRANT_CURRENT = concat!("SELECT ", grant_columns!(), " FROM grants WHERE tenant = $1 AND user_id = $2 \
        AND registration_id = $3 AND current");
    GRANT_BY_ID = concat!("SELECT ", grant_columns!(), " FROM grants WHERE tenant = $1 AND id = $2");
    GRANT_BY_PUBLIC_ID = concat!("SELECT ", grant_columns!(), " FROM grants WHERE tenant = $1 AND public_id = $2");
    GRANT_OF_USER = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE tenant = $1 AND user_id = $2 AND state <> 'pending' ORDER BY created_at, id");
    GRANT_PAGE = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE tenant = $1 AND id < $2 AND state <> 'pending' ORDER BY id DESC LIMIT $3");
    GRANT_PAGE_OF_USER = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE tenant = $1 AND user_id = $2 AND id < $3 AND state <> 'pending' ORDER BY id DESC LIMIT $4");
    /// As many as the user has accounts there.
    GRANT_PAGE_OF_USER_AND_REGISTRATION = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE tenant = $1 AND user_id = $2 AND registration_id = $3 AND id < $4 AND state <> 'pending' \
        ORDER BY id DESC LIMIT $5");
    GRANT_PAGE_OF_REGISTRATION = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE tenant = $1 AND registration_id = $2 AND id < $3 AND state <> 'pending' \
        ORDER BY id DESC LIMIT $4");
    GRANT_PAGE_OF_APP = concat!("SELECT ", grant_columns!(), " FROM \
        (SELECT grant_id FROM grant_apps WHERE tenant = $1 AND app_tenant = $2 AND manifest_id = $3 \
        AND grant_id < $4) AS used JOIN grants ON tenant = $1 AND id = grant_id \
        WHERE state <> 'pending' ORDER BY grant_id DESC LIMIT $5");
    GRANT_SOME_OF_REGISTRATION = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE registration_tenant = $1 AND registration_id = $2 ORDER BY tenant, user_id LIMIT $3");
    GRANT_OF_REGISTRATION = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE registration_tenant = $1 AND registration_id = $2");
    GRANT_NOT_CURRENT = "UPDATE grants SET current = FALSE \
        WHERE tenant = $1 AND user_id = $2 AND registration_id = $3 AND current";
    GRANT_INTENT = "UPDATE grants SET attempt_owner = $4, attempt_until = $5, attempt_sent_at = NULL \
        WHERE tenant = $1 AND id = $2 AND generation = $3 AND state = 'active' \
        AND (attempt_owner IS NULL OR attempt_owner = $4 OR (attempt_until <= $6 AND attempt_sent_at IS NULL))";
    GRANT_SENT = "UPDATE grants SET attempt_sent_at = $5 \
        WHERE tenant = $1 AND id = $2 AND generation = $3 AND attempt_owner = $4";
    GRANT_RENEW = "UPDATE grants SET attempt_until = $5 \
        WHERE tenant = $1 AND id = $2 AND generation = $3 AND attempt_owner = $4";
    GRANT_REFRESHED = "UPDATE grants SET generation = generation + 1, access_token = $5, refresh_token = $6, \
        scopes = $7, obtained_at = $8, expires_at = $9, last_refresh_at = $8, registration_version = $10, \
        attempt_owner = NULL, attempt_until = NULL, attempt_sent_at = NULL, retried_at = NULL, \
        failures = 0, retry_at = NULL, failure = NULL \
        WHERE tenant = $1 AND id = $2 AND generation = $3 AND attempt_owner = $4 AND state = 'active'";
    GRANT_FAILED = "UPDATE grants SET attempt_owner = NULL, attempt_until = NULL, attempt_sent_at = NULL, \
        failures = failures + 1, retry_at = $5, failure = $6, retried_at = COALESCE($7, retried_at) \
        WHERE tenant = $1 AND id = $2 AND generation = $3 AND attempt_owner = $4";
    GRANT_SIGN_IN_AGAIN = "UPDATE grants SET state = 'sign_in_again', reason = $4, attempt_owner = NULL, \
        attempt_until = NULL, attempt_sent_at = NULL, access_token = NULL, refresh_token = NULL \
        WHERE tenant = $1 AND id = $2 AND generation = $3 AND state = 'active'";
    GRANT_INTERRUPTED = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE state = 'active' AND attempt_owner IS NOT NULL AND attempt_owner <> $1 \
        AND attempt_until <= $2");
    GRANT_USED = "UPDATE grants SET last_used_at = $3 WHERE tenant = $1 AND id = $2 \
        AND (last_used_at IS NULL OR last_used_at < $3)";
    GRANT_DELETE_GENERATION = "DELETE FROM grants WHERE tenant = $1 AND id = $2 AND generation = $3";
    GRANT_PENDING_OF_USER = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE tenant = $1 AND user_id = $2 AND state = 'pending' AND pending_until > $3 \
        ORDER BY created_at DESC, id DESC");
    GRANT_PENDING_DUE = concat!("SELECT ", grant_columns!(), " FROM grants \
        WHERE state = 'pending' AND pending_until <= $1");
    GRANT_WRONG_CODE = "UPDATE grants SET wrong_codes = wrong_codes + 1 \
        WHERE tenant = $1 AND id = $2 AND state = 'pending' AND wrong_codes < $3 AND pending_until > $4 \
        RETURNING wrong_codes";
    GRANT_CONFIRM = "UPDATE grants SET state = 'active', current = TRUE, confirm_hash = NULL, \
        pending_until = NULL \
        WHERE tenant = $1 AND id = $2 AND state = 'pending' AND confirm_hash = $3 AND pending_until > $4";

    // Revocations.
    REVOCATION_INSERT = "INSERT INTO revocations (tenant, id, registration_tenant, registration_id, \
        registration_version, token_type, token, attempts, run_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)";
    REVOCATION_CLAIM = "UPDATE revocations SET attempts = attempts + 1, run_at = $4 \
        WHERE tenant = $1 AND id = $2 AND run_at <= $3 \
        RETURNING tenant, id, registration_tenant, registration_id, registration_version, token_type, \
        token, attempts";
    REVOCATION_DUE = "SELECT tenant, id, registration_tenant, registration_id, registration_version, \
        token_type, token, attempts FROM revocations WHERE run_at <= $1 ORDER BY run_at LIMIT 50";
    REVOCATION_DELETE = "DELETE FROM revocations WHERE tenant = $1 AND id = $2";

    // Search.
    TERM_INSERT = "INSERT INTO search_terms (tenant, kind, term, id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    TERM_DELETE = "DELETE FROM search_terms WHERE tenant = $1 AND kind = $2 AND id = $3";

    // Creates that may be repeated.
    IDEMPOTENT_BEGIN = "INSERT INTO idempotent_requests (tenant, caller, key_hash, request_hash, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, caller, key_hash) DO UPDATE SET \
        request_hash = $4, created_at = $5, status = NULL, headers = NULL, body = NULL \
        WHERE (idempotent_requests.status IS NULL AND idempotent_requests.created_at <= $6) \
        OR idempotent_requests.created_at <= $7";
    IDEMPOTENT_FIND = "SELECT request_hash, status, headers, body FROM idempotent_requests \
        WHERE tenant = $1 AND caller = $2 AND key_hash = $3";
    /// Whoever was taken for lost finishes nothing: the time names the attempt.
    IDEMPOTENT_FINISH = "UPDATE idempotent_requests SET status = $5, headers = $6, body = $7 \
        WHERE tenant = $1 AND caller = $2 AND key_hash = $3 AND created_at = $4 AND status IS NULL";
    IDEMPOTENT_GIVE_UP = "DELETE FROM idempotent_requests \
        WHERE tenant = $1 AND caller = $2 AND key_hash = $3 AND created_at = $4 AND status IS NULL";
    IDEMPOTENT_PURGE = "DELETE FROM idempotent_requests WHERE created_at <= $1";

    // Traces.
    /// One trace; columns as in [`TRACE_INSERT_MANY`].
    TRACE_INSERT = concat!(trace_insert!(), "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", trace_kept!());
    /// [`TRACES_AT_ONCE`] traces: one statement costs little more than another with one row.
    TRACE_INSERT_MANY = concat!(trace_insert!(), "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10), \
         ($11, $12, $13, $14, $15, $16, $17, $18, $19, $20), \
         ($21, $22, $23, $24, $25, $26, $27, $28, $29, $30), \
         ($31, $32, $33, $34, $35, $36, $37, $38, $39, $40), \
         ($41, $42, $43, $44, $45, $46, $47, $48, $49, $50), \
         ($51, $52, $53, $54, $55, $56, $57, $58, $59, $60), \
         ($61, $62, $63, $64, $65, $66, $67, $68, $69, $70), \
         ($71, $72, $73, $74, $75, $76, $77, $78, $79, $80), \
         ($81, $82, $83, $84, $85, $86, $87, $88, $89, $90), \
         ($91, $92, $93, $94, $95, $96, $97, $98, $99, $100), \
         ($101, $102, $103, $104, $105, $106, $107, $108, $109, $110), \
         ($111, $112, $113, $114, $115, $116, $117, $118, $119, $120), \
         ($121, $122, $123, $124, $125, $126, $127, $128, $129, $130), \
         ($131, $132, $133, $134, $135, $136, $137, $138, $139, $140), \
         ($141, $142, $143, $144, $145, $146, $147, $148, $149, $150), \
         ($151, $152, $153, $154, $155, $156, $157, $158, $159, $160)", trace_kept!());
    TRACE_FIND = "SELECT body FROM traces WHERE tenant = $1 AND code = $2 \
        AND (CAST($3 AS TEXT) IS NULL OR user_id = $3)";
    /// A tenant has at most ten thousand, so that what fits is looked for by walking along them.
    TRACE_PAGE = "SELECT code, kind, subject, app, error, started_at, micros FROM traces \
        WHERE tenant = $1 AND (CAST($2 AS TEXT) IS NULL OR user_id = $2) \
        AND (CAST($3 AS TEXT) IS NULL OR kind = $3) AND (CAST($4 AS TEXT) IS NULL OR app = $4) \
        AND (CAST($5 AS BIGINT) = 0 OR error IS NOT NULL) \
        AND (CAST($6 AS TEXT) IS NULL OR lower(code || ' ' || substr(code, 1, 4) || '-' \
            || substr(code, 5) || ' ' || subject || ' ' || coalesce(app, '') || ' ' \
            || coalesce(error, '')) LIKE $6 ESCAPE '!') \
        AND started_at <= $7 AND (started_at < $7 OR code > $8) \
        ORDER BY started_at DESC, code LIMIT $9";
    TRACE_PURGE_OLD = "DELETE FROM traces WHERE started_at < $1";
    TRACE_PURGE_MANY = "DELETE FROM traces WHERE tenant = $1 AND started_at <= \
        (SELECT MIN(started_at) FROM (SELECT started_at FROM traces WHERE tenant = $1 \
         ORDER BY started_at DESC LIMIT 1 OFFSET $2) AS oldest)";
}
