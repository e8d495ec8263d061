package io.posthorn.endpoint;

import io.posthorn.api.JsonBody;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** What a caller may say about a pause: why. */
record PauseIn(@Nullable String reason) {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final TextRule REASON =
            new TextRule(Pattern.compile(".*", Pattern.DOTALL), 1, 1_000, "text of 1 to 1000 characters");

    /** What the body says, which may be left out. */
    static Mono<PauseIn> read(ServerHttpRequest request) {
        return JsonBody.readIfAny(request, MAX_BODY_BYTES)
                .map(body -> RequestFields.parse(body).read(PauseIn::read))
                .defaultIfEmpty(new PauseIn(null));
    }

    private static PauseIn read(RequestFields fields) {
        return new PauseIn(fields.optionalText("reason", REASON));
    }
}
