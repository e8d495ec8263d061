package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** How a chat service takes a message, and how much of it. */
enum ChatService {
    /** An incoming webhook: mrkdwn, in which {@code <…>} are links and mentions and {@code &} begins an entity. */
    SLACK(40_000) {
        @Override
        String value(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }

        @Override
        String body(String text) {
            return "{\"text\":" + JsonText.quoted(text) + "}";
        }
    },
    /** A channel webhook; {@code allowed_mentions} keeps all mentions from being heard, whoever wrote them. */
    DISCORD(2_000) {
        @Override
        String value(String text) {
            return MENTION.matcher(text).replaceAll("@" + NOTHING);
        }

        @Override
        String body(String text) {
            return "{\"content\":" + JsonText.quoted(text) + ",\"allowed_mentions\":{\"parse\":[]}}";
        }
    },
    /** An incoming webhook of Workflows: an Adaptive Card in a message, of 28 KB at most. */
    TEAMS(20_000) {
        @Override
        String value(String text) {
            return AT_TAG.matcher(text).replaceAll("<$1" + NOTHING + "at>");
        }

        @Override
        String body(String text) {
            return "{\"type\":\"message\",\"attachments\":[{"
                    + "\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"contentUrl\":null,\"content\":{"
                    + "\"$schema\":\"http://adaptivecards.io/schemas/adaptive-card.json\",\"type\":\"AdaptiveCard\","
                    + "\"version\":\"1.2\",\"body\":[{\"type\":\"TextBlock\",\"wrap\":true,\"text\":"
                    + JsonText.quoted(text) + "}]}}]}";
        }

        @Override
        boolean fits(String text) {
            return JsonText.escaped(text).getBytes(UTF_8).length <= limit();
        }
    };

    /** A character that is not seen and keeps apart what stands on both sides of it. */
    private static final String NOTHING = "\u200b";

    private static final Pattern MENTION = Pattern.compile("@(?=everyone|here|[!&]?\\d)");
    private static final Pattern AT_TAG = Pattern.compile("<(/?)at>", Pattern.CASE_INSENSITIVE);

    private final int limit;

    ChatService(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** A value from outside as it may stand in the message, so that it mentions nobody. */
    abstract String value(String text);

    /** The request's body with this message. */
    abstract String body(String text);

    /** Whether the service takes a message of this length. */
    boolean fits(String text) {
        return text.length() <= limit;
    }

    /** The longest beginning that the service takes, with a mark that something is missing. */
    String cut(String text) {
        if (fits(text)) {
            return text;
        }
        int fitting = 0;
        int tooLong = Math.min(text.length(), limit);
        while (tooLong - fitting > 1) {
            int middle = (fitting + tooLong) >>> 1;
            if (fits(text.substring(0, middle) + "…")) {
                fitting = middle;
            } else {
                tooLong = middle;
            }
        }
        boolean halved = fitting > 0 && Character.isHighSurrogate(text.charAt(fitting - 1));
        return text.substring(0, halved ? fitting - 1 : fitting) + "…";
    }
}
