package io.posthorn.reference;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code GET /api/v1/openapi.json}: what this version of the API is. Needs no key. */
@RestController
final class DocumentController {

    private final Mono<ServedDocument> document;

    /** Joined when somebody asks for the first time: that takes a tenth of a second, which a start can do without. */
    DocumentController(@Value("${spring.application.version:dev}") String version) {
        this.document = Mono.fromCallable(() -> ServedDocument.of(JoinedDocument.read(version)))
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
    }

    @GetMapping("/api/v1/openapi.json")
    Mono<ResponseEntity<byte[]>> get() {
        return document.map(served -> ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noCache().cachePublic())
                .eTag(served.etag())
                .body(served.json()));
    }
}
