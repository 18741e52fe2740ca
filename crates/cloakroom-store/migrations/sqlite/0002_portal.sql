-- The developer portal: lists by page and search, secrets that overlap, deletion in two steps,
-- creates that may be repeated.

ALTER TABLE registrations ADD COLUMN kind TEXT NOT NULL DEFAULT 'oAuth';
ALTER TABLE registrations ADD COLUMN retired_at INTEGER;
CREATE INDEX registrations_by_name ON registrations (tenant, kind, name_key);
CREATE INDEX registrations_retired ON registrations (retired_at) WHERE retired_at IS NOT NULL;

ALTER TABLE registration_versions ADD COLUMN second_secret BLOB;
ALTER TABLE registration_versions ADD COLUMN second_until INTEGER;
CREATE INDEX registration_versions_ending ON registration_versions (second_until)
    WHERE second_until IS NOT NULL;

-- Each word of a name with what follows it: what is typed is the beginning of a term. What was
-- saved before is found by the beginning of its whole name until it is saved again.
CREATE TABLE search_terms (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    term TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (tenant, kind, term, id)
);
CREATE INDEX search_terms_of ON search_terms (tenant, kind, id, term);
INSERT INTO search_terms (tenant, kind, term, id)
    SELECT tenant, kind, name_key, public_id FROM registrations WHERE name_key IS NOT NULL;

CREATE INDEX grants_by_user ON grants (tenant, user_id, id);
CREATE INDEX grants_by_registration ON grants (tenant, registration_id, id);
CREATE INDEX grants_of_registration ON grants (registration_tenant, registration_id, tenant, user_id);
CREATE INDEX grant_apps_by_app ON grant_apps (tenant, app_tenant, manifest_id, grant_id);
CREATE INDEX revocations_of_registration ON revocations (registration_tenant, registration_id);

CREATE TABLE idempotent_requests (
    tenant TEXT NOT NULL,
    caller TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    request_hash BLOB NOT NULL,
    status INTEGER,
    headers TEXT,
    body TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, caller, key_hash)
);
CREATE INDEX idempotent_requests_by_time ON idempotent_requests (created_at);

-- Pages of traces in their order, those of one millisecond too.
DROP INDEX traces_by_time;
CREATE INDEX traces_by_time ON traces (tenant, started_at DESC, code);
