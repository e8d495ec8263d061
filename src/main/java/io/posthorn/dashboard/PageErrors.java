package io.posthorn.dashboard;

import io.posthorn.access.Session;
import io.posthorn.api.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import reactor.core.publisher.Mono;

/** Answers every error of a page with a page, or with a part of one where a script asked, and with a way out. */
final class PageErrors implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    private final ITemplateEngine templates;
    private final Words words;
    private final PortalBrands brands;
    private final boolean playground;

    PageErrors(ITemplateEngine templates, Words words, PortalBrands brands, boolean playground) {
        this.templates = templates;
        this.words = words;
        this.brands = brands;
        this.playground = playground;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        Area area = Area.of(exchange.getRequest().getPath().pathWithinApplication());
        return area == null || exchange.getResponse().isCommitted()
                ? Mono.error(thrown)
                : shown(area, exchange).flatMap(context -> answer(exchange, area, context, Fault.of(thrown, exchange)));
    }

    private Mono<Context> shown(Area area, ServerWebExchange exchange) {
        Context context = new Context(Locale.ROOT);
        return area == Area.PORTAL
                ? brands.of(exchange)
                        .doOnNext(brand -> context.setVariable("brand", brand))
                        .thenReturn(context)
                : Mono.just(context);
    }

    private Mono<Void> answer(ServerWebExchange exchange, Area area, Context context, Fault fault) {
        context.setVariable("fault", fault);
        context.setVariable("home", area.root());
        context.setVariable("words", words);
        context.setVariable("playground", playground);
        Session session = SessionFilter.of(exchange);
        if (session != null) {
            context.setVariable("me", new Me(session.caller()));
            context.setVariable("token", session.formToken());
        }
        boolean fragment = SessionFilter.isFragment(exchange.getRequest());
        String html = fragment
                ? templates.process("error", Set.of("notice"), context)
                : templates.process(area == Area.PORTAL ? "portal/error" : "error", context);
        return send(exchange.getResponse(), fault.status(), html.getBytes(StandardCharsets.UTF_8));
    }

    private static Mono<Void> send(ServerHttpResponse response, int status, byte[] html) {
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().setContentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8));
        response.getHeaders().setContentLength(html.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(html)));
    }

    /**
     * An error as a page shows it.
     *
     * @param title in a few words
     * @param sentence what is wrong and what to do
     */
    public record Fault(int status, String title, String sentence) {

        static Fault of(Throwable thrown, ServerWebExchange exchange) {
            return switch (thrown) {
                case Refusal refusal -> new Fault(refusal.status(), title(refusal.status()), refusal.sentence());
                case Problem problem ->
                    new Fault(problem.status(), title(problem.status()), String.valueOf(problem.getMessage()));
                case ResponseStatusException known ->
                    ofStatus(known.getStatusCode().value());
                default -> unforeseen(thrown, exchange);
            };
        }

        private static Fault ofStatus(int status) {
            return new Fault(
                    status,
                    title(status),
                    status == HttpStatus.NOT_FOUND.value()
                            ? "Nothing has this address. It may have been deleted, or the link was not copied whole."
                            : "The page cannot make anything of this request. Go back, open it again, and repeat it.");
        }

        private static Fault unforeseen(Throwable thrown, ServerWebExchange exchange) {
            String id = UUID.randomUUID().toString();
            LOG.error(
                    "page {} failed with something nobody foresaw; the page names {}",
                    exchange.getRequest().getPath(),
                    id,
                    thrown);
            int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
            return new Fault(
                    status,
                    title(status),
                    "It is logged as " + id + ". Try again, and if it stays, report that number.");
        }

        private static String title(int status) {
            return switch (status) {
                case 401 -> "Not signed in";
                case 403 -> "Not allowed";
                case 404 -> "Not found";
                case 409 -> "That is not possible now";
                case 422, 400 -> "Something is not right yet";
                case 429 -> "Too fast";
                case 503 -> "Not available right now";
                default -> "Something failed on our side";
            };
        }
    }
}
