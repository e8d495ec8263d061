package io.posthorn.access;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Makes keys and tokens and ends them. Their text is in what {@link #create} returns and nowhere else. */
final class AccessKeys {

    private final R2dbcKeys table;
    private final AuditTrail audit;
    private final TransactionalOperator transactions;
    private final IdGenerator ids;
    private final InstantSource clock;

    AccessKeys(
            R2dbcKeys table,
            AuditTrail audit,
            TransactionalOperator transactions,
            IdGenerator ids,
            InstantSource clock) {
        this.table = table;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<FreshKey> create(UUID organization, NewKey key) {
        return inTransaction(insert(organization, key)
                .flatMap(made -> audit.note(made(made, key)).thenReturn(made)));
    }

    Mono<Page<StoredKey>> list(UUID organization, PageRequest page) {
        return Mono.defer(() ->
                table.list(organization, page).collectList().map(rows -> Page.of(rows, page, StoredKey::publicId)));
    }

    Mono<StoredKey> require(UUID organization, String id) {
        return Mono.justOrEmpty(IdKind.KEY.parse(id))
                .flatMap(known -> table.find(organization, known))
                .switchIfEmpty(Mono.error(() -> Problem.notFound(
                        "There is no API key '" + id + "' here. GET /api/v1/auth/api-token lists those that exist.")));
    }

    /** Ends the key after this time, unless it ends before. */
    Mono<StoredKey> expire(UUID organization, String id, Duration after) {
        return inTransaction(
                require(organization, id).flatMap(key -> expireNoted(key, after).thenReturn(key)));
    }

    /** Makes a key that may do what this one may, which goes on for the time given. */
    Mono<FreshKey> rotate(UUID organization, String id, Duration grace) {
        return inTransaction(require(organization, id).flatMap(old -> {
            if (!old.isLive(clock.instant())) {
                return Mono.error(
                        Problem.conflict("The key '" + id + "' has expired already. Make a new one instead."));
            }
            NewKey successor = successorOf(old);
            return insert(organization, successor).flatMap(made -> audit.note(made(made, successor))
                    .then(expireNoted(old, grace))
                    .thenReturn(made));
        }));
    }

    /** Ends the token that the caller came with. */
    Mono<Void> logOut(Caller caller) {
        return Mono.justOrEmpty(caller.credential().id())
                .flatMap(id -> Mono.justOrEmpty(IdKind.KEY.parse(id)))
                .flatMap(id -> table.expire(
                        caller.organizationId(), caller.credential().kind(), id, clock.instant()))
                .then();
    }

    Mono<Void> expirePortal(UUID organization, UUID application, @Nullable Set<String> sessions, Duration after) {
        Change change = Change.in(
                application, "portal_access.expire", IdKind.APPLICATION.format(application), List.of("expiry"));
        return inTransaction(table.expirePortal(
                                organization,
                                application,
                                sessions,
                                clock.instant().plus(after))
                        .flatMap(count -> audit.note(change).thenReturn(count)))
                .then();
    }

    private Mono<FreshKey> insert(UUID organization, NewKey key) {
        String text = KeyText.generate(key.prefix());
        return table.insert(ids.next(), organization, key, KeyText.hash(text), KeyText.hint(text))
                .map(stored -> new FreshKey(stored, text));
    }

    private Mono<Void> expireNoted(StoredKey key, Duration after) {
        Instant end = clock.instant().plus(after);
        return table.expire(key.organizationId(), key.kind(), key.id(), end)
                .then(audit.note(Change.of("api_key.expire", key.publicId(), List.of("expiresAt"))));
    }

    private static NewKey successorOf(StoredKey old) {
        return new NewKey(
                old.kind(),
                old.name(),
                old.grants(),
                old.applications(),
                old.requestsPerSecond(),
                null,
                null,
                List.of());
    }

    private static Change made(FreshKey made, NewKey key) {
        List<String> fields = Stream.of("name", "scopes", "expiresAt", "applications")
                .filter(field -> !field.equals("applications") || key.applications() != null)
                .toList();
        return key.kind() == Credential.Kind.PORTAL && key.applications() != null
                ? Change.in(
                        key.applications().iterator().next(),
                        "portal_access.create",
                        made.key().publicId(),
                        List.of("capabilities"))
                : Change.of("api_key.create", made.key().publicId(), fields);
    }

    /** Cancelling statements leaves connections in doubt; behind a cache a caller who goes away only stops watching. */
    private <T> Mono<T> inTransaction(Mono<T> work) {
        Mono<T> whole = transactions.execute(_ -> work).singleOrEmpty();
        return Mono.defer(whole::cache);
    }

    /** A key that was just made, with its text. */
    record FreshKey(StoredKey key, String text) {}
}
