package io.posthorn.dashboard;

import io.posthorn.access.Session;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What the templates of the portal may ask for beyond what those of all pages may. */
@ControllerAdvice(annotations = PortalPage.class)
final class PortalModel {

    private final PortalBrands brands;

    PortalModel(PortalBrands brands) {
        this.brands = brands;
    }

    @ModelAttribute("brand")
    Mono<Members> common(ServerWebExchange exchange, Model model) {
        Session session = SessionFilter.of(exchange);
        if (session != null) {
            model.addAttribute("visitor", new Visitor(session.caller()));
        }
        return brands.of(exchange);
    }
}
