package io.posthorn.access;

import io.posthorn.api.RequestFields;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Makes keys of organizations for those who operate the installation. */
public final class OrganizationKeys {

    private final AccessKeys keys;
    private final ApiTokenReader reader;

    OrganizationKeys(AccessKeys keys, ApiTokenReader reader) {
        this.keys = keys;
        this.reader = reader;
    }

    /**
     * A key of the organization, whole, as the API shows it.
     *
     * @throws io.posthorn.api.Problem 422 also for a list of applications, which only the organization's own keys can name
     */
    public Mono<Object> create(UUID organization, RequestFields fields) {
        ApiTokenReader.Wanted wanted = fields.read(read -> {
            if (read.has("applications")) {
                read.refuse("applications", "cannot be said here: make an admin key, and the other keys with it");
            }
            return reader.whole(read);
        });
        return keys.create(organization, wanted.keptTo(null)).map(ApiTokenOut::whole);
    }
}
