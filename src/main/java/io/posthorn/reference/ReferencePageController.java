package io.posthorn.reference;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /docs}: the document as a page, drawn by Scalar from its WebJar. Nothing on it comes from elsewhere, and
 * its policy lets nothing from elsewhere in. Styles may stand in the page because Scalar writes its own there.
 */
@RestController
final class ReferencePageController {

    private static final String POLICY = """
            default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
            font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\
            """;

    private static final Resource PAGE = new ClassPathResource("reference/page.html");
    private static final Resource SCRIPT = new ClassPathResource("reference/page.js");

    @GetMapping("/docs")
    ResponseEntity<Resource> page() {
        return answer(MediaType.TEXT_HTML)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(PAGE);
    }

    @GetMapping("/docs/page.js")
    ResponseEntity<Resource> script() {
        return answer(new MediaType("text", "javascript")).body(SCRIPT);
    }

    private static ResponseEntity.BodyBuilder answer(MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache().cachePublic())
                .header("X-Content-Type-Options", "nosniff");
    }
}
