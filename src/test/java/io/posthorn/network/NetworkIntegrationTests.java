package io.posthorn.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.posthorn.PosthornTest;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** That the program runs on what this package makes. */
@PosthornTest
class NetworkIntegrationTests {

    @Autowired
    private ReactorResourceFactory network;

    @Autowired
    private List<NettyServerCustomizer> customizers;

    @Test
    void theProgramHasLoopsOfItsOwn() {
        Assumptions.assumeTrue(LoopResources.DEFAULT_NATIVE && Epoll.isAvailable());

        assertThat(network.getLoopResources()).isInstanceOf(EpollLoops.class);
    }

    @Test
    void answersLeaveInOnePiece() {
        HttpServer server = HttpServer.create();
        for (NettyServerCustomizer customizer : customizers) {
            server = customizer.apply(server);
        }

        assertThat(server.configuration().childOptions().get(ChannelOption.ALLOCATOR))
                .isSameAs(TailroomAllocator.INSTANCE);
    }
}
