package io.posthorn.endpoint;

import java.util.List;
import java.util.Map;

/**
 * An endpoint's headers as the API shows them.
 *
 * @param sensitive the names of those whose values are kept back
 */
public record EndpointHeadersOut(Map<String, String> headers, List<String> sensitive) {

    static EndpointHeadersOut of(EndpointHeaders headers) {
        return new EndpointHeadersOut(headers.shown(), headers.sensitive());
    }
}
