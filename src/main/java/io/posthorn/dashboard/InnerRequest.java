package io.posthorn.dashboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/** A request to the API that never was on a wire. */
final class InnerRequest extends AbstractServerHttpRequest {

    private final byte[] body;

    private InnerRequest(HttpMethod method, URI uri, byte[] body) {
        super(method, uri, null, headers(body));
        this.body = body;
    }

    static InnerRequest of(HttpMethod method, URI uri, @Nullable String json) {
        return new InnerRequest(method, uri, json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpHeaders headers(byte[] body) {
        HttpHeaders headers = new HttpHeaders();
        if (body.length > 0) {
            headers.setContentType(MediaType.APPLICATION_JSON);
            headers.setContentLength(body.length);
        }
        return headers;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return body.length == 0 ? Flux.empty() : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body));
    }

    @Override
    protected MultiValueMap<String, HttpCookie> initCookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    protected @Nullable SslInfo initSslInfo() {
        return null;
    }

    @Override
    public <T> T getNativeRequest() {
        throw new IllegalStateException("a request from within has nothing native");
    }
}
