-- Runs of the doctor, and the sign-ins that belong to one. A run is kept here and not in a process,
-- because the provider's answer may come to another replica than the one that the run was begun on.
CREATE TABLE doctor_runs (
    tenant TEXT NOT NULL,
    id BLOB NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    registration_id BLOB NOT NULL,
    registration_version INTEGER NOT NULL,
    user_id BLOB,
    status TEXT NOT NULL,
    generation INTEGER NOT NULL,
    report TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, registration_id) REFERENCES registrations (tenant, id) ON DELETE CASCADE
);

CREATE INDEX doctor_runs_of_registration ON doctor_runs (tenant, registration_id, created_at);
CREATE INDEX doctor_runs_by_age ON doctor_runs (created_at);

ALTER TABLE sign_ins ADD COLUMN doctor_run BLOB;
