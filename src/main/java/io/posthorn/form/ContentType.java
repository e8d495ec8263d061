package io.posthorn.form;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What kind of text a media type means, and how a value is written into it. */
enum ContentType {
    JSON {
        @Override
        String escaped(String value) {
            return JsonText.escaped(value);
        }
    },
    MARKUP {
        @Override
        String escaped(String value) {
            return value.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;")
                    .replace("'", "&#39;");
        }
    },
    FORM {
        @Override
        String escaped(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    },
    PLAIN {
        @Override
        String escaped(String value) {
            return value;
        }
    };

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN + "(; ?" + TOKEN + "=[!-~]+)*");
    private static final int MAX_LENGTH = 256;

    /** The value as it may stand in the text. */
    abstract String escaped(String value);

    /** Null means JSON. Throws a {@link FormFaultException} for what is no media type. */
    static ContentType of(@Nullable String mediaType) {
        if (mediaType == null) {
            return JSON;
        }
        if (mediaType.length() > MAX_LENGTH || !MEDIA_TYPE.matcher(mediaType).matches()) {
            throw new FormFaultException(
                    "contentType", "must be a media type like text/plain or application/xml; charset=utf-8");
        }
        String name = mediaType.split(";", 2)[0].toLowerCase(Locale.ROOT);
        if (name.equals("application/json") || name.endsWith("+json")) {
            return JSON;
        }
        if (name.endsWith("xml") || name.endsWith("html")) {
            return MARKUP;
        }
        return name.equals("application/x-www-form-urlencoded") ? FORM : PLAIN;
    }
}
