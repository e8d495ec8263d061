package io.posthorn.dashboard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** A part of the pages with a session of its own, so that looking at one as a customer ends nothing in the other. */
enum Area {
    /** For those who run the installation. */
    DASHBOARD("/dashboard", "posthorn", "/dashboard/sign-in/**"),
    /** For the customers of the product that sends. Its links lead to {@code /login}. */
    PORTAL("/portal", "posthorn_portal", "/login");

    private static final String API = "/api/";

    private final String root;
    private final String cookie;
    private final PathPattern inside;
    private final PathPattern signIn;
    private final PathPattern entrance;

    Area(String root, String cookie, String entrance) {
        this.root = root;
        this.cookie = cookie;
        this.inside = PathPatternParser.defaultInstance.parse(root + "/**");
        this.signIn = PathPatternParser.defaultInstance.parse(root + "/sign-in/**");
        this.entrance = PathPatternParser.defaultInstance.parse(entrance);
    }

    /** The path that all of its pages begin with. */
    String root() {
        return root;
    }

    /** The name of the cookie that holds its session. */
    String cookie() {
        return cookie;
    }

    /** Where one signs in; the only page for those who have not. */
    String signIn() {
        return root + "/sign-in";
    }

    /** Whether the path can be asked for without a session. */
    boolean isOpen(PathContainer path) {
        return signIn.matches(path) || entrance.matches(path);
    }

    /** The area that a path lies in; null for none, such as for all that is the API's, which is most of what is asked. */
    static @Nullable Area of(PathContainer path) {
        if (path.value().startsWith(API)) {
            return null;
        }
        return Arrays.stream(values())
                .filter(area -> area.inside.matches(path) || area.entrance.matches(path))
                .findAny()
                .orElse(null);
    }
}
