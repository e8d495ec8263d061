-- How the portal looks to the customers of an organization; null is plain.
ALTER TABLE organization ADD COLUMN branding jsonb;
