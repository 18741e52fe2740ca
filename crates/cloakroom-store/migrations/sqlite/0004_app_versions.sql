-- Versions of apps: what their manifests call them, and the one that waits for an administrator
-- because it would call another host, with another registration or for other scopes.
ALTER TABLE app_versions ADD COLUMN app_version TEXT NOT NULL DEFAULT '';
ALTER TABLE installations ADD COLUMN waiting_version TEXT;
