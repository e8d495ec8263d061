package io.posthorn.api;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reads {@link RequestFields} parameters of controller methods: a JSON body of at most 256 KiB. */
final class RequestFieldsResolver implements HandlerMethodArgumentResolver {

    static final int MAX_BYTES = 256 * 1024;

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == RequestFields.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        return Mono.defer(() -> read(exchange.getRequest()));
    }

    private static Mono<Object> read(ServerHttpRequest request) {
        refuseOtherForms(request.getHeaders());
        if (request.getHeaders().getContentLength() > MAX_BYTES) {
            return Mono.error(Problem.tooLarge(MAX_BYTES));
        }
        return DataBufferUtils.join(request.getBody(), MAX_BYTES)
                .onErrorMap(DataBufferLimitException.class, _ -> Problem.tooLarge(MAX_BYTES))
                .map(RequestFieldsResolver::bytesOf)
                .filter(body -> body.length > 0)
                .switchIfEmpty(Mono.error(RequestFieldsResolver::empty))
                .map(RequestFields::parse);
    }

    private static void refuseOtherForms(HttpHeaders headers) {
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.unsupportedMediaType("The body's Content-Encoding is " + Violation.shown(encoding)
                    + "; send it plain, without that header.");
        }
        MediaType type = contentType(headers);
        if (type != null && !isJson(type)) {
            throw Problem.unsupportedMediaType("The body's Content-Type is " + Violation.shown(type.toString())
                    + "; send application/json in UTF-8.");
        }
    }

    private static @Nullable MediaType contentType(HttpHeaders headers) {
        try {
            return headers.getContentType();
        } catch (InvalidMediaTypeException _) {
            throw Problem.unsupportedMediaType("The Content-Type header cannot be read; send application/json.");
        }
    }

    private static boolean isJson(MediaType type) {
        Charset charset = type.getCharset();
        boolean json = type.getType().equals("application")
                && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
        return json && (charset == null || charset.equals(StandardCharsets.UTF_8));
    }

    private static byte[] bytesOf(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Problem empty() {
        return Problem.malformed("The request has no body. Send a JSON object.");
    }
}
