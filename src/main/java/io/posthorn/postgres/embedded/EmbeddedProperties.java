package io.posthorn.postgres.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where an embedded Posthorn keeps what it has.
 *
 * @param dataDir the database, the admin key and the lock; relative to the working directory
 * @param binariesDir where PostgreSQL's programs are unpacked, some 60 MB; default: {@code programs} in the data
 *     directory
 */
@ConfigurationProperties("posthorn.embedded")
record EmbeddedProperties(
        @DefaultValue("./data") Path dataDir, @Nullable Path binariesDir) {

    Path programs() {
        return binariesDir == null ? dataDir.resolve("programs") : binariesDir;
    }
}
