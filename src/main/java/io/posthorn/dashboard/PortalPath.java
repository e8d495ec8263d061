package io.posthorn.dashboard;

import java.util.Map;

/** Where things are found in the portal. */
final class PortalPath {

    /** An application, as mappings write it. */
    static final String APP = "/portal/app/{app}";

    /** An endpoint, as mappings write it. */
    static final String ENDPOINT = APP + "/endpoints/{endpoint}";

    private PortalPath() {}

    /** The page of an application. */
    static String of(Map<String, Object> application) {
        return of(String.valueOf(application.get("id")));
    }

    /** The page of an application. */
    static String of(String application) {
        return "/portal/app/" + Query.escaped(application);
    }

    /** The page of an endpoint. */
    static String of(String application, String endpoint) {
        return of(application) + "/endpoints/" + Query.escaped(endpoint);
    }
}
