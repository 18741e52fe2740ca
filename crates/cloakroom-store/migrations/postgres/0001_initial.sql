-- Every primary key begins with the tenant. Hashes and public ids, by which rows are found before
-- the tenant is known, have unique indexes of their own that yield it.

CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE vault (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    check_value BYTEA NOT NULL
);

CREATE TABLE key_encryption_keys (
    tenant TEXT NOT NULL,
    id UUID NOT NULL,
    wrapped BYTEA NOT NULL,
    uses BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX key_encryption_keys_active ON key_encryption_keys (tenant) WHERE active;

CREATE TABLE users (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id UUID NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, issuer, subject)
);

CREATE TABLE user_links (
    tenant TEXT NOT NULL,
    user_id UUID NOT NULL,
    linked_user_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, user_id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, linked_user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE sessions (
    tenant TEXT NOT NULL,
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE enter_codes (
    tenant TEXT NOT NULL,
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    code_hash BYTEA NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE hosts (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tenant_ids TEXT NOT NULL,
    credential_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE apps (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    manifest_id TEXT NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, manifest_id)
);

CREATE TABLE app_versions (
    tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    version TEXT NOT NULL,
    package BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
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
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, manifest_id),
    FOREIGN KEY (owner_tenant, manifest_id, version)
        REFERENCES app_versions (tenant, manifest_id, version)
);

CREATE TABLE registrations (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id UUID NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name_key TEXT,
    version BIGINT NOT NULL,
    redirect_path TEXT NOT NULL,
    broken TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, name_key)
);

CREATE TABLE registration_versions (
    tenant TEXT NOT NULL,
    registration_id UUID NOT NULL,
    version BIGINT NOT NULL,
    settings TEXT NOT NULL,
    client_secret BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, registration_id, version),
    FOREIGN KEY (tenant, registration_id) REFERENCES registrations (tenant, id) ON DELETE CASCADE
);

CREATE TABLE sign_ins (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id UUID NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    user_id UUID NOT NULL,
    ticket_hash BYTEA NOT NULL UNIQUE,
    registration_tenant TEXT NOT NULL,
    registration_id UUID NOT NULL,
    registration_version BIGINT NOT NULL,
    app_tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    status TEXT NOT NULL,
    state_hash BYTEA UNIQUE,
    binding_hash BYTEA,
    session_id UUID,
    redirect_path TEXT,
    verifier BYTEA,
    nonce_hash BYTEA,
    outcome_code TEXT,
    outcome_text TEXT,
    account TEXT,
    trace_code TEXT,
    attempt_owner TEXT,
    attempt_sent_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);

CREATE TABLE grants (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id UUID NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    user_id UUID NOT NULL,
    registration_tenant TEXT NOT NULL,
    registration_id UUID NOT NULL,
    registration_version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    current BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    generation BIGINT NOT NULL,
    access_token BYTEA,
    refresh_token BYTEA,
    scopes TEXT NOT NULL,
    obtained_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    last_refresh_at BIGINT,
    attempt_owner TEXT,
    attempt_until BIGINT,
    attempt_sent_at BIGINT,
    retried_at BIGINT,
    failures BIGINT NOT NULL,
    retry_at BIGINT,
    failure TEXT,
    confirm_hash BYTEA,
    wrong_codes BIGINT NOT NULL,
    pending_until BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX grants_account ON grants (tenant, user_id, registration_id, account)
    WHERE state <> 'pending';
CREATE UNIQUE INDEX grants_current ON grants (tenant, user_id, registration_id) WHERE current;
CREATE INDEX grants_pending ON grants (pending_until) WHERE state = 'pending';

CREATE TABLE grant_apps (
    tenant TEXT NOT NULL,
    grant_id UUID NOT NULL,
    app_tenant TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, grant_id, app_tenant, manifest_id),
    FOREIGN KEY (tenant, grant_id) REFERENCES grants (tenant, id) ON DELETE CASCADE
);

CREATE TABLE revocations (
    tenant TEXT NOT NULL,
    id UUID NOT NULL,
    registration_tenant TEXT NOT NULL,
    registration_id UUID NOT NULL,
    registration_version BIGINT NOT NULL,
    token_type TEXT NOT NULL,
    token BYTEA NOT NULL,
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
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
    started_at BIGINT NOT NULL,
    micros BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, code)
);
CREATE INDEX traces_by_time ON traces (tenant, started_at);
