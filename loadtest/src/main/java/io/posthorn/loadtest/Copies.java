package io.posthorn.loadtest;

import java.time.Duration;

/** Makes many endpoints in the table, from one that was made through the API. */
final class Copies {

    /** Secrets are kept as they are where nothing seals them. */
    private static final String MAKE = """
            WITH raised AS (UPDATE config_version SET version = version + 1 RETURNING version),
            model AS (SELECT application_id, updated_at FROM endpoint WHERE url = '%s'),
            made AS (
              INSERT INTO endpoint (id, application_id, url, version, updated_at)
              SELECT uuidv7(), model.application_id, %s, raised.version, model.updated_at
              FROM generate_series(1, %d) AS i, raised, model
              RETURNING id)
            INSERT INTO endpoint_secret (id, endpoint_id, key) SELECT uuidv7(), id, decode(repeat('ab', 32), 'hex') FROM made""";

    private Copies() {}

    /** So many copies of the endpoint of this URL, each at the URL that this SQL expression makes of its number i. */
    static void make(Database database, String model, String url, int count) {
        database.execute(MAKE.formatted(model, url, count));
        database.execute("ANALYZE endpoint, endpoint_secret");
        Neighbours.pause(Duration.ofSeconds(8));
    }
}
