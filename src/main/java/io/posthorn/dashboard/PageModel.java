package io.posthorn.dashboard;

import io.posthorn.access.Session;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;

/** What every page's template may ask for, beside what the page itself is about. */
@ControllerAdvice(basePackageClasses = PageModel.class)
final class PageModel {

    private final Words words;
    private final boolean playground;

    PageModel(Words words, @Value("${posthorn.playground.enabled:false}") boolean playground) {
        this.words = words;
        this.playground = playground;
    }

    /** With a value, because a method without one would end the making of the model here. */
    @ModelAttribute("words")
    Words common(ServerWebExchange exchange, Model model) {
        model.addAttribute("playground", playground);
        model.addAttribute("part", exchange.getRequest().getHeaders().containsHeader("HX-Request"));
        model.addAttribute("path", exchange.getRequest().getPath().value());
        model.addAttribute(
                "said", Said.of(exchange.getRequest().getQueryParams().getFirst("said")));
        Session session = SessionFilter.of(exchange);
        if (session != null) {
            model.addAttribute("me", new Me(session.caller()));
            model.addAttribute("token", session.formToken());
        }
        return words;
    }
}
