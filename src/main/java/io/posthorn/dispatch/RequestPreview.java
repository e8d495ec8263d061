package io.posthorn.dispatch;

import io.posthorn.egress.Header;
import io.posthorn.signing.SignatureHeaders;
import java.util.List;

/** What an attempt says in its headers, without making it. */
public interface RequestPreview {

    /**
     * All headers that we set; what the HTTP client adds, such as {@code host} and {@code content-length}, is not among
     * them.
     */
    List<Header> headers(AttemptRequest request, SignatureHeaders signature);
}
