package io.posthorn.access;

import io.posthorn.api.PageRequest;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of audit entries. */
@Component
final class R2dbcAuditTrail implements AuditTrail {

    private static final String INSERT = """
            INSERT INTO audit_entry (id, organization_id, application_id, action, subject, fields,
                                     caller_kind, caller_name, caller_id)
            VALUES (:id, :organization, :application, :action, :subject, :fields, :kind, :name, :key)
            """;

    private static final String LIST = """
            SELECT id, application_id, action, subject, fields, caller_kind, caller_name, caller_id FROM audit_entry
            WHERE organization_id = :organization AND id %s :beyond
              AND (CAST(:application AS uuid) IS NULL OR application_id = :application)
              AND (CAST(:subject AS text) IS NULL OR subject = :subject)
            ORDER BY id %s LIMIT :count
            """;

    private final DatabaseClient database;
    private final IdGenerator ids;

    R2dbcAuditTrail(DatabaseClient database, IdGenerator ids) {
        this.database = database;
        this.ids = ids;
    }

    @Override
    public Mono<Void> note(Change change) {
        return Mono.deferContextual(context -> {
            Caller caller = Caller.of(context);
            return caller == null ? Mono.empty() : insert(caller, change);
        });
    }

    private Mono<Void> insert(Caller caller, Change change) {
        return database.sql(INSERT)
                .bind("id", ids.next())
                .bind("organization", caller.organizationId())
                .bind("application", Parameters.in(PostgresqlObjectId.UUID, change.applicationId()))
                .bind("action", change.action())
                .bind("subject", change.subject())
                .bind("fields", change.fields().toArray(String[]::new))
                .bind("kind", caller.credential().kind().text())
                .bind("name", caller.name())
                .bind(
                        "key",
                        Parameters.in(R2dbcType.VARCHAR, caller.credential().id()))
                .then();
    }

    Flux<AuditEntryOut> list(
            UUID organization, PageRequest page, @Nullable UUID application, @Nullable String subject) {
        boolean up = page.readsAscending();
        return database.sql(LIST.formatted(up ? ">" : "<", up ? "ASC" : "DESC"))
                .bind("organization", organization)
                .bind("beyond", page.position(IdKind.AUDIT_ENTRY))
                .bind("application", Parameters.in(PostgresqlObjectId.UUID, application))
                .bind("subject", Parameters.in(R2dbcType.VARCHAR, subject))
                .bind("count", page.fetch())
                .map(R2dbcAuditTrail::entry)
                .all();
    }

    private static AuditEntryOut entry(Readable row) {
        UUID id = Columns.required(row, "id", UUID.class);
        UUID application = row.get("application_id", UUID.class);
        return new AuditEntryOut(
                IdKind.AUDIT_ENTRY.format(id),
                IdGenerator.timeOf(id),
                Columns.required(row, "action", String.class),
                Columns.required(row, "subject", String.class),
                application == null ? null : IdKind.APPLICATION.format(application),
                List.of(Columns.required(row, "fields", String[].class)),
                new AuditEntryOut.By(
                        Columns.required(row, "caller_kind", String.class),
                        Columns.required(row, "caller_name", String.class),
                        row.get("caller_id", String.class)));
    }
}
