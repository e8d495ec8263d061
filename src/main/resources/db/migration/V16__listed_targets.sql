-- Targets that operators allow one organization in spite of the rules, or, without an organization, deny to everybody.
CREATE TABLE listed_target (
    id              uuid PRIMARY KEY,
    organization_id uuid REFERENCES organization,
    target          text NOT NULL,
    reason          text,
    created_by      text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (organization_id, target)
);
