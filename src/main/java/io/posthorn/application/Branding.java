package io.posthorn.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the portal looks to the customers of an organization. All of it ends up in pages, so it is kept to what can do no
 * harm there.
 *
 * @param name what customers read instead of a plain word
 * @param logo an https address, or the picture itself as a data address
 * @param color the colour of buttons, as {@code #rrggbb}
 * @param darkColor the same on a dark ground; the same colour when left out
 * @param supportUrl where customers find help: https or mailto
 * @param returnUrl where a visit that ended is begun anew: https, or http on this machine
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Branding(
        @Nullable String name,
        @Nullable String logo,
        @Nullable String color,
        @Nullable String darkColor,
        @Nullable String supportUrl,
        @Nullable String returnUrl) {

    static final String FIELD = "branding";

    /** Nothing of its own. */
    static final Branding PLAIN = new Branding(null, null, null, null, null, null);

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_NAME = 100;
    private static final int MAX_LOGO = 65_536;
    private static final int MAX_URL = 2048;
    private static final String URL_CHARACTERS = "[^\\s\"'<>\\\\`{}|^\\p{Cntrl}]+";

    private static final TextRule NAME =
            new TextRule(Pattern.compile("[^\\p{Cntrl}]*"), 1, MAX_NAME, "1 to 100 characters without line breaks");

    private static final TextRule LOGO = new TextRule(
            Pattern.compile("https://" + URL_CHARACTERS
                    + "|data:image/(png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/]+={0,2}"),
            1,
            MAX_LOGO,
            "an https:// address, or 'data:image/…;base64,…' of a png, jpeg, gif, webp or svg+xml,"
                    + " of at most 65536 characters");

    private static final TextRule COLOR =
            new TextRule(Pattern.compile("#[0-9a-fA-F]{6}"), 7, 7, "a colour as #rrggbb, such as #1d3f8a");

    private static final TextRule SUPPORT = new TextRule(
            Pattern.compile("(https://|mailto:)" + URL_CHARACTERS),
            1,
            MAX_URL,
            "an https:// or mailto: address of at most 2048 characters");

    private static final TextRule RETURN = new TextRule(
            Pattern.compile(
                    "https://" + URL_CHARACTERS + "|http://(localhost|127\\.0\\.0\\.1)([:/]" + URL_CHARACTERS + ")?"),
            1,
            MAX_URL,
            "an https:// address of at most 2048 characters, or an http:// one of localhost");

    /** What a request says it is to be; null for nothing. */
    static @Nullable Branding read(RequestFields fields) {
        RequestFields brand = fields.optionalObject(FIELD);
        return brand == null
                ? null
                : new Branding(
                        brand.optionalText("name", NAME),
                        brand.optionalText("logo", LOGO),
                        brand.optionalText("color", COLOR),
                        brand.optionalText("darkColor", COLOR),
                        brand.optionalText("supportUrl", SUPPORT),
                        brand.optionalText("returnUrl", RETURN));
    }

    /** As it is kept. */
    String json() {
        return JSON.writeValueAsString(this);
    }

    static Branding ofJson(String json) {
        return JSON.readValue(json, Branding.class);
    }
}
