package io.posthorn.application;

import io.posthorn.access.ApplicationNames;
import io.posthorn.access.Caller;
import io.posthorn.access.PortalTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets the customers of an organization into the portal, each to its own applications. */
final class PortalAccess {

    private final ApplicationDirectory applications;
    private final ApplicationNames names;
    private final PortalTokens tokens;
    private final Supplier<String> publicUrl;

    /** @param publicUrl where people reach this installation */
    PortalAccess(
            ApplicationDirectory applications,
            ApplicationNames names,
            PortalTokens tokens,
            Supplier<String> publicUrl) {
        this.applications = applications;
        this.names = names;
        this.tokens = tokens;
        this.publicUrl = publicUrl;
    }

    /** A new token, for the application that the path names and for those that the body adds. */
    Mono<PortalAccessOut> create(Caller caller, String app, PortalAccessIn in) {
        Mono<Application> main = in.application() == null
                ? applications.require(caller, app)
                : applications.requireOrCreate(caller, app, in.application());
        return main.zipWhen(_ -> names.resolve(caller, in.applications()))
                .map(found -> union(found.getT1().id(), found.getT2()))
                .flatMap(all -> tokens.create(caller, in.visit(all)))
                .map(this::shown);
    }

    Mono<Void> expire(Caller caller, String app, @Nullable Set<String> sessions, Duration after) {
        return applications
                .require(caller, app)
                .flatMap(application -> tokens.expire(caller, application.id(), sessions, after));
    }

    private static Set<UUID> union(UUID first, Set<UUID> others) {
        return Stream.concat(Stream.of(first), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private PortalAccessOut shown(String token) {
        String base = publicUrl.get().replaceAll("/+$", "");
        return new PortalAccessOut(token, base + "/login#key=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }
}
