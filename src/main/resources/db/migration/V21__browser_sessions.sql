-- Who is signed in to the pages. Of the cookie and of the key behind it only the SHA-256 is kept: a session lasts as
-- long as its key, and the key is asked for each time.
CREATE TABLE browser_session (
    hash       bytea PRIMARY KEY,
    key_hash   bytea NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX browser_session_expiry ON browser_session (expires_at);

-- Links that sign in once, as whoever holds the installation's own key.
CREATE TABLE sign_in_link (
    hash       bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
