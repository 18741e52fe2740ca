-- People who sign in at a provider, in one or several tenants, and sessions that can be listed.

-- When the provider last said that he is in no group that lets him into this tenant.
ALTER TABLE users ADD COLUMN left_at BIGINT;
CREATE INDEX users_by_subject ON users (issuer, subject);

-- A process of the version before makes sessions without a public id; they work and are not listed.
ALTER TABLE sessions ADD COLUMN public_id TEXT;
ALTER TABLE sessions ADD COLUMN entered_by TEXT NOT NULL DEFAULT 'link';
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
UPDATE sessions SET public_id = 'ses_' || substr(md5(id::text), 1, 26);
CREATE UNIQUE INDEX sessions_public_id ON sessions (public_id);
CREATE INDEX sessions_of_user ON sessions (tenant, user_id, id);

-- Sign-ins of our own people under way. The tenant is the one whose keys seal the verifier; who
-- signs in, and into which tenants, the provider has yet to say.
CREATE TABLE portal_sign_ins (
    tenant TEXT NOT NULL REFERENCES tenants (id),
    id UUID NOT NULL,
    provider TEXT NOT NULL,
    state_hash BYTEA NOT NULL UNIQUE,
    binding_hash BYTEA NOT NULL,
    nonce_hash BYTEA NOT NULL,
    verifier BYTEA NOT NULL,
    redirect_path TEXT NOT NULL,
    target TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX portal_sign_ins_ending ON portal_sign_ins (expires_at);
