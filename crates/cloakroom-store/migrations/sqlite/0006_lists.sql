-- Lists by page and search for apps, people, tenants and hosts, each read by an index in its order.

-- What an app is called by the version that serves, as lists sort and search it. Empty for what was
-- installed before, until a list reads its package.
ALTER TABLE installations ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE installations ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
CREATE INDEX installations_by_name ON installations (tenant, name_key, manifest_id);

-- Our own people: a tenant may have many more users of hosts, which no list of people walks past.
CREATE INDEX users_ours ON users (tenant, issuer, subject)
    WHERE substr(issuer, 1, 5) <> 'host:' AND left_at IS NULL;

-- The words by which people are found. Who was there before is found by the beginnings of his whole
-- name and of his account's until either is changed.
CREATE TABLE user_terms (
    tenant TEXT NOT NULL,
    term TEXT NOT NULL,
    user_id BLOB NOT NULL,
    PRIMARY KEY (tenant, term, user_id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE
);
CREATE INDEX user_terms_of ON user_terms (tenant, user_id, term);
INSERT INTO user_terms (tenant, term, user_id)
    SELECT tenant, lower(substr(display_name, 1, 96)), id FROM users
    WHERE substr(issuer, 1, 5) <> 'host:' AND display_name <> ''
    UNION SELECT tenant, lower(substr(subject, 1, 96)), id FROM users
    WHERE substr(issuer, 1, 5) <> 'host:';
CREATE INDEX user_links_of ON user_links (tenant, linked_user_id, user_id);

-- Tenants are nobody's: their terms stand under the empty tenant.
CREATE INDEX tenants_by_age ON tenants (created_at, id);
INSERT INTO search_terms (tenant, kind, term, id)
    SELECT '', 'tenant', lower(substr(name, 1, 96)), id FROM tenants WHERE name <> ''
    UNION SELECT '', 'tenant', lower(id), id FROM tenants;

CREATE INDEX hosts_by_age ON hosts (tenant, created_at, id);
INSERT INTO search_terms (tenant, kind, term, id)
    SELECT tenant, 'host', lower(substr(name, 1, 96)), id FROM hosts;
