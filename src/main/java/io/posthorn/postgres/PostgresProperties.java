package io.posthorn.postgres;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings beyond {@code spring.r2dbc.*}.
 *
 * @param directUrl R2DBC URL that goes past a connection pooler such as PgBouncer, for LISTEN, group commits and
 *     migrations; the credentials are those of {@code spring.r2dbc}. Default: the same URL as everything else
 * @param patience how long a start waits for a server that does not answer, or for a schema that others bring up to
 *     date
 * @param migrate whether a start brings the schema up to date; false: it only makes sure that the command {@code
 *     migrate} did
 */
@ConfigurationProperties("posthorn.postgres")
record PostgresProperties(
        @Nullable String directUrl,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("true") boolean migrate) {}
