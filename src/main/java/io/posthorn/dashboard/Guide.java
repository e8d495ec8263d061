package io.posthorn.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;

/** Programs that receive webhooks and check their signatures, without any library. */
public enum Guide {
    JAVASCRIPT("JavaScript"),
    PYTHON("Python"),
    JAVA("Java"),
    GO("Go"),
    RUBY("Ruby");

    private static final String ENVIRONMENT = "WEBHOOK_SECRET";

    private final String label;

    Guide(String label) {
        this.label = label;
    }

    /** The language's name. */
    public String label() {
        return label;
    }

    /** The language as an address names it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That of this name, or the first. */
    static Guide of(String text) {
        return Arrays.stream(values())
                .filter(one -> one.text().equals(text))
                .findAny()
                .orElse(JAVASCRIPT);
    }

    /**
     * The program for an endpoint.
     *
     * @param secret what the API says of its secret; without members where nobody may know
     * @param filled whether the secret stands in the program rather than in its environment
     */
    String code(JsonNode endpoint, JsonNode secret, boolean filled) {
        boolean pair = secret.path("signatureType").asString("").equals("ed25519");
        String key = pair
                ? secret.path("publicKey").asString("")
                : secret.path("key").asString("");
        return program(pair)
                .replace("«secret»", filled ? '"' + key + '"' : fromEnvironment())
                .replace("«os»", filled ? "" : "\t\"os\"\n")
                .replace("«path»", path(endpoint.path("url").asString("")));
    }

    private String fromEnvironment() {
        return switch (this) {
            case JAVASCRIPT -> "process.env." + ENVIRONMENT;
            case PYTHON -> "os.environ[\"" + ENVIRONMENT + "\"]";
            case JAVA -> "System.getenv(\"" + ENVIRONMENT + "\")";
            case GO -> "os.Getenv(\"" + ENVIRONMENT + "\")";
            case RUBY -> "ENV.fetch(\"" + ENVIRONMENT + "\")";
        };
    }

    private String program(boolean pair) {
        ClassPathResource file = new ClassPathResource("guides/" + text() + (pair ? "-ed25519" : "") + ".txt");
        try (InputStream bytes = file.getInputStream()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no " + file.getPath(), e);
        }
    }

    /** Only the characters that need no quoting in any of the languages. */
    private static String path(String url) {
        String path = URI.create(url).getRawPath();
        return path == null || !path.matches("/[A-Za-z0-9/_.~%-]*") ? "/" : path;
    }
}
