package io.posthorn.api;

import io.posthorn.id.IdKind;
import java.util.Optional;
import java.util.UUID;

/** How a path names a resource: by our identifier or by the caller's uid. */
public sealed interface Reference {

    /** Our identifier. */
    record ById(UUID id) implements Reference {}

    /** The caller's identifier, which follows {@link TextRule#IDENTIFIER_256}. */
    record ByUid(String uid) implements Reference {}

    /**
     * Reads the path's text; empty when it can be neither, so that nothing has it. A text in the form of an
     * identifier is always one, because no uid may have that form.
     */
    static Optional<Reference> parse(IdKind kind, String text) {
        Optional<Reference> byId = kind.parse(text).map(ById::new);
        return byId.isPresent()
                ? byId
                : Optional.of(text).filter(TextRule.IDENTIFIER_256::allows).map(ByUid::new);
    }

    /** Whether the text is one of our identifiers by its form, which no uid may have. */
    static boolean hasFormOfId(IdKind kind, String text) {
        return kind.parse(text).isPresent();
    }
}
