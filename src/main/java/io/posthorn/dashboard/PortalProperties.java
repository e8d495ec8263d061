package io.posthorn.dashboard;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the portal.
 *
 * @param frameAncestors the sites that may show it in a frame, as {@code https://app.example.com} or
 *     {@code https://*.example.com}; none may when empty
 * @param returnUrl where a visit that ended is begun anew, for organizations whose branding says nothing else
 */
@ConfigurationProperties("posthorn.portal")
record PortalProperties(
        @DefaultValue List<String> frameAncestors, @Nullable String returnUrl) {

    private static final Pattern SITE = Pattern.compile(
            "'self'|https://(\\*\\.)?[A-Za-z0-9.-]+(:\\d+)?|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?");
    private static final Pattern RETURN =
            Pattern.compile("(https://|http://(localhost|127\\.0\\.0\\.1)([:/]|$))[^\\s\"'<>]*");

    PortalProperties {
        for (String site : frameAncestors) {
            if (!SITE.matcher(site).matches()) {
                throw new IllegalArgumentException("posthorn.portal.frame-ancestors has '" + site
                        + "', which is no site. Write https://app.example.com, or https://*.example.com for all below"
                        + " it, separated by commas");
            }
        }
        if (returnUrl != null && !RETURN.matcher(returnUrl).matches()) {
            throw new IllegalArgumentException(
                    "posthorn.portal.return-url is '" + returnUrl + "', which is no https:// address");
        }
    }
}
