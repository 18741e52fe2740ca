-- Every primary key begins with the tenant. Hashes and public ids, by which rows are found before
-- the tenant is known, have unique indexes of their own that yield it.

CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE vault (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    check_value BLOB NOT NULL
);

CREATE TABLE key_encryption_keys (
    tenant TEXT NOT NULL,
    id BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    uses INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX key_encryption_keys_active ON key_encryption_keys (tenant) WHERE active;

CREATE TABLE users (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, issuer, subject)
);

CREATE TABLE user_links (
    tenant TEXT NOT NULL,
    user_id BLOB NOT NULL,
    linked_user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, user_id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, linked_user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE sessions (
    tenant TEXT NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE enter_codes (
    tenant TEXT NOT NULL,
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE hosts (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tenant_ids TEXT NOT NULL,
    credential_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE apps (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    manifest_id TEXT NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, manifest_id)
);

CREATE TABLE app_versions (
    tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    version TEXT NOT NULL,
    package BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, manifest_id, version),
    FOREIGN KEY (tenant, manifest_id) REFERENCES apps (tenant, manifest_id) ON DELETE CASCADE
);

CREATE TABLE installations (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    owner_tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    version TEXT NOT NULL,
    origin_map TEXT NOT NULL,
    bindings TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, manifest_id),
    FOREIGN KEY (owner_tenant, manifest_id, version)
        REFERENCES app_versions (tenant, manifest_id, version)
);

CREATE TABLE registrations (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name_key TEXT,
    version INTEGER NOT NULL,
    redirect_path TEXT NOT NULL,
    broken TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, name_key)
);

CREATE TABLE registration_versions (
    tenant TEXT NOT NULL,
    registration_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    settings TEXT NOT NULL,
    client_secret BLOB,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, registration_id, version),
    FOREIGN KEY (tenant, registration_id) REFERENCES registrations (tenant, id) ON DELETE CASCADE
);

CREATE TABLE sign_ins (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    user_id BLOB NOT NULL,
    ticket_hash BLOB NOT NULL UNIQUE,
    registration_tenant TEXT NOT NULL,
    registration_id BLOB NOT NULL,
    registration_version INTEGER NOT NULL,
    app_tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    status TEXT NOT NULL,
    state_hash BLOB UNIQUE,
    binding_hash BLOB,
    session_id BLOB,
    redirect_path TEXT,
    verifier BLOB,
    nonce_hash BLOB,
    outcome_code TEXT,
    outcome_text TEXT,
    account TEXT,
    trace_code TEXT,
    attempt_owner TEXT,
    attempt_sent_at INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE grants (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id BLOB NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    user_id BLOB NOT NULL,
    registration_tenant TEXT NOT NULL,
    registration_id BLOB NOT NULL,
    registration_version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    current BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    generation INTEGER NOT NULL,
    access_token BLOB,
    refresh_token BLOB,
    scopes TEXT NOT NULL,
    obtained_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    last_refresh_at INTEGER,
    attempt_owner TEXT,
    attempt_until INTEGER,
    attempt_sent_at INTEGER,
    retried_at INTEGER,
    failures INTEGER NOT NULL,
    retry_at INTEGER,
    failure TEXT,
    confirm_hash BLOB,
    wrong_codes INTEGER NOT NULL,
    pending_until INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX grants_account ON grants (tenant, user_id, registration_id, account)
    WHERE state <> 'pending';
CREATE UNIQUE INDEX grants_current ON grants (tenant, user_id, registration_id) WHERE current;
CREATE INDEX grants_pending ON grants (pending_until) WHERE state = 'pending';

CREATE TABLE grant_apps (
    tenant TEXT NOT NULL,
    grant_id BLOB NOT NULL,
    app_tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, grant_id, app_tenant, manifest_id),
    FOREIGN KEY (tenant, grant_id) REFERENCES grants (tenant, id) ON DELETE CASCADE
);

CREATE TABLE revocations (
    tenant TEXT NOT NULL,
    id BLOB NOT NULL,
    registration_tenant TEXT NOT NULL,
    registration_id BLOB NOT NULL,
    registration_version INTEGER NOT NULL,
    token_type TEXT NOT NULL,
    token BLOB NOT NULL,
    attempts INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX revocations_due ON revocations (run_at);

CREATE TABLE traces (
    tenant TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL,
    app TEXT,
    subject TEXT NOT NULL,
    error TEXT,
    started_at INTEGER NOT NULL,
    micros INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, code)
);
CREATE INDEX traces_by_time ON traces (tenant, started_at);
