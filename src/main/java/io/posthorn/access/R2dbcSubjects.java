package io.posthorn.access;

import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whether those exist whom a signed token speaks of. */
@Component
final class R2dbcSubjects {

    private static final String ORGANIZATION = "SELECT 1 FROM organization WHERE id = :organization";

    private static final String APPLICATION = """
            SELECT 1 FROM application WHERE id = :application AND organization_id = :organization AND id <> organization_id AND deleted_at IS NULL
            """;

    private final DatabaseClient database;

    R2dbcSubjects(DatabaseClient database) {
        this.database = database;
    }

    Mono<Boolean> organization(UUID id) {
        return database.sql(ORGANIZATION)
                .bind("organization", id)
                .map(_ -> true)
                .one();
    }

    Mono<Boolean> application(UUID organization, UUID id) {
        return database.sql(APPLICATION)
                .bind("application", id)
                .bind("organization", organization)
                .map(_ -> true)
                .one();
    }
}
