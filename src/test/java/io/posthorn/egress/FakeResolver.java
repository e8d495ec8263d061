package io.posthorn.egress;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Names with the addresses a test gives them, answered at once; a name with several answers gives them in turn. */
final class FakeResolver extends AddressResolverGroup<InetSocketAddress> {

    private final Map<String, Deque<List<InetAddress>>> answers = new ConcurrentHashMap<>();

    FakeResolver answer(String name, String... literals) {
        answers.computeIfAbsent(name, _ -> new ArrayDeque<>())
                .add(List.of(literals).stream()
                        .map(literal -> address(name, literal))
                        .toList());
        return this;
    }

    static InetAddress address(String name, String literal) {
        byte[] bytes = literal.contains(":") ? IpLiteral.parseV6(literal) : IpLiteral.parseV4(literal);
        try {
            return InetAddress.getByAddress(name, Objects.requireNonNull(bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
                promise.setFailure(new AssertionError("asks for all addresses, always"));
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                find(name, promise);
            }
        }.asAddressResolver();
    }

    private synchronized void find(String name, Promise<List<InetAddress>> promise) {
        Deque<List<InetAddress>> inTurn = answers.get(name);
        if (inTurn == null) {
            promise.setFailure(new UnknownHostException(name));
        } else {
            promise.setSuccess(inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst());
        }
    }
}
