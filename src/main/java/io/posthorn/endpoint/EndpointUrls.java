package io.posthorn.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The one place where a URL is judged before it is stored. */
final class EndpointUrls {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** What is wrong with the URL, to be read after its field's name; empty when it may be stored. */
    Optional<String> check(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme();
            boolean absolute = scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) && url.getHost() != null;
            return absolute
                    ? Optional.empty()
                    : Optional.of("must be an absolute http or https URL with a host, such as https://example.com/hook");
        } catch (URISyntaxException wrong) {
            return Optional.of("is not a URL: " + wrong.getReason() + " at character " + wrong.getIndex()
                    + "; percent-encode what a URL cannot hold");
        }
    }
}
