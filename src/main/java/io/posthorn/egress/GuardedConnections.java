package io.posthorn.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The HTTP clients, each configured once: a client that is derived per request with another lambda in it would get a
 * connection pool of its own. All share the guard, and none follows, decodes, retries or goes through a proxy.
 */
final class GuardedConnections implements AutoCloseable {

    private static final Duration TLS_HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(1);
    private static final int MAX_HEADER_BYTES = 8192;
    private static final int MAX_STATUS_LINE_BYTES = 4096;

    private final ConnectionProvider pool;
    private final AddressResolverGroup<?> resolver;
    private final HttpClient pooledPlain;
    private final HttpClient pooledSecure;
    private final HttpClient freshPlain;
    private final HttpClient freshSecure;

    GuardedConnections(EgressProperties properties, AddressResolverGroup<?> resolver, SslContext tls) {
        this.pool = pool(properties);
        this.resolver = resolver;
        AddressGuard guard = properties.addressGuard();
        this.pooledPlain = client(pool, properties, guard);
        this.freshPlain = client(ConnectionProvider.newConnection(), properties, guard);
        this.pooledSecure = secured(pooledPlain, tls);
        this.freshSecure = secured(freshPlain, tls);
    }

    /** The client whose connections are kept for the next request. */
    HttpClient pooled(Target target) {
        return target.secure() ? pooledSecure : pooledPlain;
    }

    /** The client that makes a connection for each request. */
    HttpClient fresh(Target target) {
        return target.secure() ? freshSecure : freshPlain;
    }

    @Override
    public void close() {
        pool.dispose();
        resolver.close();
    }

    private HttpClient client(ConnectionProvider provider, EgressProperties properties, AddressGuard guard) {
        ConnectGuard connectGuard = new ConnectGuard(guard);
        return HttpClient.create(provider)
                .protocol(HttpProtocol.HTTP11)
                .noProxy()
                .compress(false)
                .followRedirect(false)
                .disableRetry(true)
                .keepAlive(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis())
                .httpResponseDecoder(decoder ->
                        decoder.maxInitialLineLength(MAX_STATUS_LINE_BYTES).maxHeaderSize(MAX_HEADER_BYTES))
                .resolver(resolver)
                .resolvedAddressesSelector(new AddressSelector(guard))
                .doOnChannelInit((observer, channel, remote) -> install(channel, connectGuard));
    }

    private static HttpClient secured(HttpClient plain, SslContext tls) {
        return plain.secure(spec -> spec.sslContext(tls).handshakeTimeout(TLS_HANDSHAKE));
    }

    private static void install(Channel channel, ConnectGuard guard) {
        ConnectionHistory history = ConnectionHistory.attachTo(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst("posthorn.connectGuard", guard);
        pipeline.addBefore(NettyPipeline.HttpCodec, "posthorn.byteWatch", new ByteWatch(history));
        pipeline.addAfter(NettyPipeline.HttpCodec, "posthorn.responseFilter", new ResponseFilter(history));
    }

    private static ConnectionProvider pool(EgressProperties properties) {
        return ConnectionProvider.builder("posthorn-egress")
                .maxConnections(properties.maxConnectionsPerHost())
                .pendingAcquireMaxCount(properties.maxConnectionsPerHost())
                .pendingAcquireTimeout(WAIT_FOR_CONNECTION)
                .maxIdleTime(properties.idleTime())
                .maxLifeTime(properties.lifeTime())
                .evictInBackground(properties.idleTime())
                .disposeInactivePoolsInBackground(
                        properties.idleTime(), properties.idleTime().multipliedBy(2))
                .lifo()
                .build();
    }
}
