package io.posthorn.egress;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of everything that leaves this process for a receiver.
 *
 * @param allowedNetworks blocks that may be dialled in spite of the rules, such as {@code 127.0.0.0/8}, or for one port
 *     alone {@code 10.1.0.0/16:8080}; empty is strict: the public Internet and nothing else
 * @param deniedNetworks blocks that may not be dialled although they are public, such as our own ingress
 * @param nat64 whether this network reaches IPv4 through 64:ff9b::/96; leave it off elsewhere
 * @param maxConnections how many connections are kept over all hosts; a host that has none beyond that gets one for each
 *     request, so the process has at most as many sockets and one for each attempt in flight
 * @param maxConnectionsPerHost how many connections one scheme, host and port may have; a ceiling above what the
 *     sender's lanes let through, so that no attempt ever waits for a connection
 * @param connectTimeout how long a TCP connection may take. One lost SYN is sent again after 1 s, so 2 s forgives it,
 *     and being well below the usual deadline of 5 s it frees a black-holed host's slots before more of them pile up
 * @param idleTime after how long without use a connection is closed; longer saves handshakes, shorter saves sockets
 * @param lifeTime after how long a connection is closed even if in use, so that a host that moved, or a changed
 *     policy, is noticed
 * @param maxResponseRead after how much of a response body we hang up
 * @param maxResponseKept how much of a response body is kept with the attempt
 * @param userAgent what we call ourselves; blank means {@code Posthorn/} and the version
 */
@ConfigurationProperties("posthorn.egress")
public record EgressProperties(
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue List<String> deniedNetworks,
        @DefaultValue("false") boolean nat64,
        @DefaultValue("256") int maxConnectionsPerHost,
        @DefaultValue("2048") int maxConnections,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("20s") Duration idleTime,
        @DefaultValue("5m") Duration lifeTime,
        @DefaultValue("64KB") DataSize maxResponseRead,
        @DefaultValue("16KB") DataSize maxResponseKept,
        @DefaultValue("") String userAgent) {

    public EgressProperties {
        userAgent = userAgent.isBlank() ? "Posthorn/" + version() : userAgent.strip();
    }

    /** The defaults with these networks allowed. */
    public static EgressProperties allowing(String... networks) {
        return new EgressProperties(
                List.of(networks),
                List.of(),
                false,
                256,
                2048,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                DataSize.ofKilobytes(64),
                DataSize.ofKilobytes(16),
                "");
    }

    AddressGuard addressGuard() {
        return new AddressGuard(
                AllowedNetworks.of(allowedNetworks),
                deniedNetworks.stream().map(String::strip).map(AddressBlock::of).toList(),
                new AddressClassifier(nat64));
    }

    private static String version() {
        return Objects.requireNonNullElse(EgressProperties.class.getPackage().getImplementationVersion(), "dev");
    }
}
