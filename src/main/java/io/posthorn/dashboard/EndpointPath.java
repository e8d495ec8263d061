package io.posthorn.dashboard;

/** Where an endpoint is found. */
final class EndpointPath {

    /** In the API, below its root. */
    static final String API = "/app/{app}/endpoint/{endpoint}";

    private EndpointPath() {}

    /** Its page. */
    static String of(String app, String endpoint) {
        return "/dashboard/applications/" + app + "/endpoints/" + endpoint;
    }
}
