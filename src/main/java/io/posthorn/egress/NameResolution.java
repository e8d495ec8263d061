package io.posthorn.egress;

import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.time.Duration;
import java.util.List;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

/**
 * How names become addresses: without blocking, with an answer for both families so that neither goes unjudged, within
 * a few seconds, and without the search domains of this machine, which would turn {@code metadata} into something.
 */
final class NameResolution {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_QUERIES = 6;
    private static final Duration MAX_TIME_TO_LIVE = Duration.ofMinutes(5);
    private static final Duration NEGATIVE_TIME_TO_LIVE = Duration.ofSeconds(10);

    private NameResolution() {}

    /** Resolves with this machine's hosts file and name servers. */
    static AddressResolverGroup<?> ofThisMachine(LoopResources loops) {
        return spec().build().newNameResolverGroup(loops, true);
    }

    /** Resolves with these name servers. */
    static AddressResolverGroup<?> with(DnsServerAddressStreamProvider nameServers, LoopResources loops) {
        return spec().dnsAddressResolverGroupProvider(
                        builder -> new DnsAddressResolverGroup(builder.nameServerProvider(nameServers)))
                .build()
                .newNameResolverGroup(loops, true);
    }

    private static NameResolverProvider.NameResolverSpec spec() {
        return NameResolverProvider.builder()
                .queryTimeout(QUERY_TIMEOUT)
                .maxQueriesPerResolve(MAX_QUERIES)
                .completeOncePreferredResolved(false)
                .cacheMaxTimeToLive(MAX_TIME_TO_LIVE)
                .cacheNegativeTimeToLive(NEGATIVE_TIME_TO_LIVE)
                .searchDomains(List.of());
    }
}
