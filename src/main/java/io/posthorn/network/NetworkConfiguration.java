package io.posthorn.network;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** The event loops and buffers of this program: the same for what comes in over HTTP and for what goes out. */
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    /**
     * Loops of our own instead of those that Reactor Netty keeps for a whole JVM: whoever ends ends no other's. Nothing
     * is left to wait for when they are closed, the server and the pipeline have stopped before.
     */
    @Bean
    ReactorResourceFactory network() {
        ReactorResourceFactory network = new ReactorResourceFactory();
        network.setUseGlobalResources(false);
        network.setLoopResourcesSupplier(() -> EpollLoops.open("posthorn-http"));
        network.setShutdownQuietPeriod(Duration.ZERO);
        return network;
    }

    @Bean
    NettyServerCustomizer answersInOnePiece() {
        return server -> server.childOption(ChannelOption.ALLOCATOR, TailroomAllocator.INSTANCE);
    }
}
