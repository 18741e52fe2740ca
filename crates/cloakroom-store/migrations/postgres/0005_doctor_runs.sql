-- Runs of the doctor, and the sign-ins that belong to one. A run is kept here and not in a process,
-- because the provider's answer may come to another replica than the one that the run was begun on.
CREATE TABLE doctor_runs (
    tenant TEXT NOT NULL,
    id UUID NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    registration_id UUID NOT NULL,
    registration_version BIGINT NOT NULL,
    user_id UUID,
    status TEXT NOT NULL,
    generation BIGINT NOT NULL,
    report TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, registration_id) REFERENCES registrations (tenant, id) ON DELETE CASCADE
);

CREATE INDEX doctor_runs_of_registration ON doctor_runs (tenant, registration_id, created_at);
CREATE INDEX doctor_runs_by_age ON doctor_runs (created_at);

ALTER TABLE sign_ins ADD COLUMN doctor_run UUID;
