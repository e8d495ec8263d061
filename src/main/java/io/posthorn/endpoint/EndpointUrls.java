package io.posthorn.endpoint;

import io.posthorn.egress.TargetPolicy;
import io.posthorn.egress.TargetVerdict;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a URL is judged before it is stored. Its owner hears what to change, the operator why. */
final class EndpointUrls {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointUrls.class);

    private final TargetPolicy policy;

    EndpointUrls(TargetPolicy policy) {
        this.policy = policy;
    }

    /** What is wrong with the organization's URL, to be read after its field's name; empty when it may be stored. */
    Optional<String> check(UUID organization, String url) {
        return switch (policy.check(organization, url)) {
            case TargetVerdict.Allowed _ -> syntaxFault(url);
            case TargetVerdict.Refused refused -> Optional.of(logged(refused).publicText());
        };
    }

    /** The snapshot reads the text back as a {@link URI}, so one that is none must never be stored. */
    private static Optional<String> syntaxFault(String url) {
        try {
            new URI(url);
            return Optional.empty();
        } catch (URISyntaxException wrong) {
            return Optional.of("is not a URI: " + wrong.getReason() + " at character " + wrong.getIndex()
                    + "; percent-encode what a URI cannot hold");
        }
    }

    private static TargetVerdict.Refused logged(TargetVerdict.Refused refused) {
        LOG.info("an endpoint's URL is refused by rule {} ({}); it was not stored", refused.rule(), refused.reason());
        return refused;
    }
}
