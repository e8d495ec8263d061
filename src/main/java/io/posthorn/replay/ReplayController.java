package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.endpoint.EndpointDirectory;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.LedgerPaths.AtEndpoint;
import io.posthorn.ledger.Selection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Has many messages sent to an endpoint. Each operation begins a background task, or with {@code dry_run} says how many
 * messages it would send.
 */
@RestController
@RequestMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}")
final class ReplayController {

    private static final String KEY = "Idempotency-Key";
    private static final TextRule READABLE =
            new TextRule(Pattern.compile("[ -~]+"), 1, 256, "1 to 256 printable ASCII characters");

    private final LedgerPaths paths;
    private final Replays replays;
    private final EndpointDirectory endpoints;

    ReplayController(LedgerPaths paths, Replays replays, EndpointDirectory endpoints) {
        this.endpoints = endpoints;
        this.paths = paths;
        this.replays = replays;
    }

    /** What failed, or was given up. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/recover")
    Mono<ResponseEntity<?>> recover(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            RequestFields fields) {
        ReplayIn in = fields.read(read -> ReplayIn.range(read, replays.now()));
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at -> dryRun ? count(TaskKind.RECOVER, at, in) : begin(caller, TaskKind.RECOVER, at, in, key));
    }

    /** What the endpoint wants and was never attempted, because it is younger or was disabled. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/replay-missing")
    Mono<ResponseEntity<?>> replayMissing(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            RequestFields fields) {
        ReplayIn in = fields.read(read -> ReplayIn.range(read, replays.now()));
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at -> dryRun
                        ? count(TaskKind.REPLAY, at, in)
                        : begin(caller, TaskKind.REPLAY, at, in, key)
                                .delayUntil(_ -> endpoints.caughtUp(at.endpoint(), in.since())));
    }

    /** What was attempted, delivered or not, as far as the filters go. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/bulk-replay")
    Mono<ResponseEntity<?>> bulkReplay(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            RequestFields fields) {
        ReplayIn in = fields.read(read -> ReplayIn.filtered(read, replays.now()));
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at -> dryRun
                        ? count(TaskKind.BULK_REPLAY, at, in)
                        : begin(caller, TaskKind.BULK_REPLAY, at, in, key));
    }

    private Mono<ResponseEntity<?>> count(TaskKind kind, AtEndpoint at, ReplayIn in) {
        return replays.count(selection(kind, at, in), at.endpoint())
                .map(found -> ResponseEntity.ok(WouldSend.of(found)));
    }

    private Mono<ResponseEntity<?>> begin(
            Caller caller, TaskKind kind, AtEndpoint at, ReplayIn in, @Nullable String key) {
        return replays.begin(caller, kind, selection(kind, at, in), in.perSecond(), readable(key))
                .map(task -> ResponseEntity.status(HttpStatus.ACCEPTED).body(TaskOut.of(task)));
    }

    private static Selection selection(TaskKind kind, AtEndpoint at, ReplayIn in) {
        return in.selection(
                kind, at.application().id(), Replays.enabled(at.endpoint()).id());
    }

    private static @Nullable String readable(@Nullable String key) {
        if (key != null && !READABLE.allows(key)) {
            throw Problem.malformed("The Idempotency-Key header must be " + READABLE.allowed() + ".");
        }
        return key;
    }

    /**
     * What a task would do.
     *
     * @param approximated whether counting stopped early, so that there may be more
     */
    record WouldSend(long count, boolean approximated) {

        private static WouldSend of(Replays.Count found) {
            return new WouldSend(found.count(), found.approximated());
        }
    }
}
