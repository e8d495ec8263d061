package io.posthorn.application;

import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of organizations. */
@Component
final class R2dbcOrganizations {

    private static final String FIND = "SELECT id, name, created_at FROM organization WHERE id = :id";

    private static final String LIST = """
            SELECT id, name, created_at FROM organization WHERE id %s :beyond ORDER BY id %s LIMIT :count
            """;

    private static final String INSERT = """
            INSERT INTO organization (id, name) VALUES (:id, :name) RETURNING id, name, created_at
            """;

    private static final String RENAME = """
            UPDATE organization SET name = :name WHERE id = :id RETURNING id, name, created_at
            """;

    private final DatabaseClient database;

    R2dbcOrganizations(DatabaseClient database) {
        this.database = database;
    }

    Mono<OrganizationOut> find(UUID id) {
        return database.sql(FIND)
                .bind("id", id)
                .map(R2dbcOrganizations::organization)
                .one();
    }

    Flux<OrganizationOut> list(PageRequest page) {
        boolean up = page.readsAscending();
        return database.sql(LIST.formatted(up ? ">" : "<", up ? "ASC" : "DESC"))
                .bind("beyond", page.position(IdKind.ORGANIZATION))
                .bind("count", page.fetch())
                .map(R2dbcOrganizations::organization)
                .all();
    }

    Mono<OrganizationOut> insert(UUID id, String name) {
        return write(INSERT, id, name);
    }

    Mono<OrganizationOut> rename(UUID id, String name) {
        return write(RENAME, id, name);
    }

    private Mono<OrganizationOut> write(String sql, UUID id, String name) {
        return database.sql(sql)
                .bind("id", id)
                .bind("name", name)
                .map(R2dbcOrganizations::organization)
                .one();
    }

    private static OrganizationOut organization(Readable row) {
        return new OrganizationOut(
                IdKind.ORGANIZATION.format(Columns.required(row, "id", UUID.class)),
                Columns.required(row, "name", String.class),
                Columns.required(row, "created_at", Instant.class));
    }
}
