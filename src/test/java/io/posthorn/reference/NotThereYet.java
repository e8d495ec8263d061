package io.posthorn.reference;

import java.util.Set;

/** Operations that are documented and do not answer yet. The list only ever gets shorter, until it can go. */
public final class NotThereYet {

    /** Their operation ids. */
    public static final Set<String> OPERATIONS = Set.of(
            "logout_api_v1_auth_logout__post",
            "v1.audit.list",
            "v1.authentication.app-portal-access",
            "v1.authentication.create-api-token",
            "v1.authentication.expire-all",
            "v1.authentication.expire-api-token",
            "v1.authentication.list-api-tokens",
            "v1.authentication.rotate-api-token",
            "v1.endpoint.cancel-msgs",
            "v1.event-type.import-openapi",
            "v1.message-attempt.get-curl",
            "v1.message-attempt.get-headers",
            "v1.message-attempt.list-destinations",
            "v1.organization.create",
            "v1.organization.create-api-token",
            "v1.organization.get",
            "v1.organization.list",
            "v1.organization.patch");

    private NotThereYet() {}
}
