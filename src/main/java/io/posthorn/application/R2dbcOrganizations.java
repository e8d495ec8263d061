package io.posthorn.application;

import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
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

    private static final String FIND = "SELECT id, name, user_agent, created_at FROM organization WHERE id = :id";

    private static final String LIST = """
            SELECT id, name, user_agent, created_at FROM organization WHERE id %s :beyond ORDER BY id %s LIMIT :count
            """;

    private static final String INSERT = """
            INSERT INTO organization (id, name, user_agent) VALUES (:id, :name, :userAgent)
            RETURNING id, name, user_agent, created_at
            """;

    private static final String UPDATE = """
            UPDATE organization SET name = :name, user_agent = :userAgent WHERE id = :id
            RETURNING id, name, user_agent, created_at
            """;

    /** Nobody changed the applications themselves, so who did it last stays as it is. */
    private static final String ANONYMOUS = "SELECT set_config('posthorn.caller', '', true)";

    private static final String RENEW = """
            UPDATE application SET version = :version WHERE organization_id = :id AND deleted_at IS NULL
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

    Mono<OrganizationOut> insert(UUID id, OrganizationIn in) {
        return write(INSERT, id, in);
    }

    Mono<OrganizationOut> update(UUID id, OrganizationIn in) {
        return write(UPDATE, id, in);
    }

    /** Has every copy of the organization's applications read anew; emits how many those are. */
    Mono<Long> renew(UUID id, long version) {
        return database.sql(ANONYMOUS)
                .then()
                .then(database.sql(RENEW)
                        .bind("version", version)
                        .bind("id", id)
                        .fetch()
                        .rowsUpdated());
    }

    private Mono<OrganizationOut> write(String sql, UUID id, OrganizationIn in) {
        return database.sql(sql)
                .bind("id", id)
                .bind("name", in.name())
                .bind("userAgent", Parameters.in(R2dbcType.VARCHAR, in.userAgent()))
                .map(R2dbcOrganizations::organization)
                .one();
    }

    private static OrganizationOut organization(Readable row) {
        return new OrganizationOut(
                IdKind.ORGANIZATION.format(Columns.required(row, "id", UUID.class)),
                Columns.required(row, "name", String.class),
                row.get("user_agent", String.class),
                Columns.required(row, "created_at", Instant.class));
    }
}
