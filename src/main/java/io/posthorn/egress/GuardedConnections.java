package io.posthorn.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.posthorn.network.TailroomAllocator;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

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
    private final EgressProperties properties;
    private final TargetLists lists;
    private final SslContext tls;
    private final LoopResources loops;
    private final SocketBudget budget;
    private final Map<AddressGuard, Door> doors = new ConcurrentHashMap<>();

    GuardedConnections(
            EgressProperties properties,
            TargetLists lists,
            AddressResolverGroup<?> resolver,
            SslContext tls,
            LoopResources loops) {
        this.properties = properties;
        this.lists = lists;
        this.pool = pool(properties);
        this.budget = new SocketBudget(properties.maxConnections());
        this.resolver = resolver;
        this.tls = tls;
        this.loops = loops;
    }

    /** The way out for the organization, under the lists as they are now. */
    Door door(@Nullable UUID organization) {
        AddressGuard guard = lists.guard(organization);
        Door known = doors.get(guard);
        return known == null ? open(guard) : known;
    }

    /** The client for a first try: connections are kept as far as the budget goes. */
    HttpClient usual(Door door, Target target) {
        return budget.mayKeep(target) ? door.pooled(target) : door.fresh(target);
    }

    /** Connections that are kept, those in use included. */
    int kept() {
        return budget.open();
    }

    /** Doors under lists of the past are forgotten; what is under way through them goes on. */
    private Door open(AddressGuard guard) {
        doors.keySet().retainAll(lists.guards());
        return doors.computeIfAbsent(guard, this::doorUnder);
    }

    private Door doorUnder(AddressGuard guard) {
        HttpClient pooled = counted(client(pool, guard));
        HttpClient fresh = client(ConnectionProvider.newConnection(), guard);
        VettedTargets targets = new VettedTargets(new UrlJudge(guard));
        return new Door(targets, pooled, secured(pooled, tls), fresh, secured(fresh, tls));
    }

    @Override
    public void close() {
        pool.dispose();
        resolver.close();
    }

    private HttpClient client(ConnectionProvider provider, AddressGuard guard) {
        ConnectGuard connectGuard = new ConnectGuard(guard);
        return HttpClient.create(provider)
                .runOn(loops)
                .protocol(HttpProtocol.HTTP11)
                .noProxy()
                .compress(false)
                .followRedirect(false)
                .disableRetry(true)
                .keepAlive(true)
                .option(ChannelOption.ALLOCATOR, TailroomAllocator.INSTANCE)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis())
                .httpResponseDecoder(decoder ->
                        decoder.maxInitialLineLength(MAX_STATUS_LINE_BYTES).maxHeaderSize(MAX_HEADER_BYTES))
                .resolver(resolver)
                .resolvedAddressesSelector(new AddressSelector(guard))
                .doOnChannelInit((observer, channel, remote) -> install(channel, connectGuard));
    }

    private HttpClient counted(HttpClient client) {
        return client.doOnChannelInit((observer, channel, remote) -> budget.add(channel, remote));
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
