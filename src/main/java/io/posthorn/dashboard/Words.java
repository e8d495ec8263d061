package io.posthorn.dashboard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How templates put times and figures into words. */
public final class Words {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final List<String> BYTES = List.of("bytes", "kB", "MB", "GB", "TB");

    private final InstantSource clock;

    Words(InstantSource clock) {
        this.clock = clock;
    }

    /** How long ago, or how far ahead, a moment is; a dash for none. */
    public String ago(@Nullable String moment) {
        if (moment == null) {
            return "–";
        }
        long seconds = Duration.between(Instant.parse(moment), clock.instant()).toSeconds();
        String length = length(Math.abs(seconds));
        if (length.isEmpty()) {
            return "just now";
        }
        return seconds < 0 ? "in " + length : length + " ago";
    }

    private static String length(long seconds) {
        if (seconds < 2) {
            return "";
        }
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " days";
    }

    /** With a thin space between thousands. */
    public String count(@Nullable Number number) {
        return number == null
                ? "–"
                : String.format(Locale.ROOT, "%,d", number.longValue()).replace(',', '\u2009');
    }

    /** "1 endpoint", "2 endpoints". */
    public String plural(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** How good an endpoint's state is, as the colour of its dot. */
    public String tone(Map<String, Object> endpoint) {
        if (Boolean.TRUE.equals(endpoint.get("disabled"))) {
            return "off";
        }
        return switch (state(endpoint)) {
            case "healthy", "active", "ok" -> "good";
            case "paused" -> "calm";
            case "failing", "held" -> "bad";
            default -> "good";
        };
    }

    /** An endpoint's state in a word. */
    public String state(Map<String, Object> endpoint) {
        if (Boolean.TRUE.equals(endpoint.get("disabled"))) {
            return "switched off";
        }
        return endpoint.get("health") instanceof Map<?, ?> health ? String.valueOf(health.get("state")) : "healthy";
    }

    /** How an application does as a whole, as the colour of its dot. */
    public String toneOfUsage(Map<String, Object> usage) {
        return switch (stateOfUsage(usage)) {
            case "well" -> "good";
            case "paused" -> "calm";
            case "no endpoints", "switched off" -> "off";
            default -> "bad";
        };
    }

    /** How an application does as a whole. */
    public String stateOfUsage(Map<String, Object> usage) {
        if (number(usage, "endpoints") == 0) {
            return "no endpoints";
        }
        int unwell = number(usage, "held") + number(usage, "failing");
        if (unwell > 0) {
            return unwell + " failing";
        }
        if (number(usage, "paused") > 0) {
            return "paused";
        }
        return number(usage, "disabled") == number(usage, "endpoints") ? "switched off" : "well";
    }

    private static int number(Map<String, Object> map, String name) {
        return map.get(name) instanceof Number number ? number.intValue() : 0;
    }

    /** Which event types an endpoint gets, in a few words. */
    public String types(Map<String, Object> endpoint) {
        if (!(endpoint.get("eventTypes") instanceof List<?> types)) {
            return "all, including future ones";
        }
        return types.size() > 2
                ? plural(types.size(), "type", "types")
                : types.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** How a delivery or attempt stands, as the colour of its dot; {@code status} is the API's number. */
    public String toneOfStatus(@Nullable Number status) {
        return switch (status == null ? -1 : status.intValue()) {
            case 0 -> "good";
            case 1 -> "calm";
            case 2 -> "bad";
            case 3 -> "busy";
            default -> "off";
        };
    }

    /** How a delivery or attempt stands. */
    public String status(@Nullable Number status) {
        return switch (status == null ? -1 : status.intValue()) {
            case 0 -> "delivered";
            case 1 -> "waiting";
            case 2 -> "failed";
            case 3 -> "on its way";
            case 4 -> "called off";
            default -> "not sent";
        };
    }

    /** The answer to an attempt in a word or two. */
    public String answer(@Nullable Number code) {
        return code == null || code.intValue() == 0 ? "no answer" : "HTTP " + code;
    }

    /** When each attempt after the first is due, if all fail, begun now: moments for the waits in seconds. */
    public List<String> timeline(List<? extends Number> waits) {
        List<String> moments = new ArrayList<>();
        Instant next = clock.instant();
        for (Number wait : waits) {
            next = next.plusMillis((long) (wait.doubleValue() * 1000));
            moments.add(next.toString());
        }
        return moments;
    }

    /** A time span of seconds in its largest fitting unit. */
    public String span(Number seconds) {
        double value = seconds.doubleValue();
        if (value < 2 * MINUTE) {
            return number(value) + " s";
        }
        if (value < 2 * HOUR) {
            return number(value / MINUTE) + " min";
        }
        return value < 2 * DAY ? number(value / HOUR) + " h" : number(value / DAY) + " days";
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Whether a message was given up anywhere that still exists. */
    public boolean failed(List<? extends Map<String, Object>> destinations) {
        return destinations.stream()
                .anyMatch(one -> number(one, "status") == 2 && !Boolean.TRUE.equals(one.get("deleted")));
    }

    /** A comparison of a condition. */
    public String operator(@Nullable String name) {
        return switch (name == null ? "" : name) {
            case "eq" -> "is";
            case "ne" -> "is not";
            case "gt" -> "is more than";
            case "ge" -> "is at least";
            case "lt" -> "is less than";
            case "le" -> "is at most";
            case "in" -> "is one of";
            case "absent" -> "is not there";
            case "exists" -> "is there";
            case "startsWith" -> "starts with";
            default -> "contains";
        };
    }

    /** What a background task does. */
    public String task(String kind) {
        return switch (kind) {
            case "endpoint.recover" -> "Send again what failed";
            case "endpoint.replay" -> "Send what was never sent";
            case "endpoint.bulk-replay" -> "Send a selection again";
            case "application.resend" -> "Send chosen deliveries again";
            case "application.purge_content" -> "Take payloads out";
            case "application.handle" -> "Mark as handled";
            case "application.reopen" -> "Open again what was handled";
            case "application.erase" -> "Erase a deleted application";
            default -> kind;
        };
    }

    /** How far a background task is. */
    public String progress(String kind, Number done, Number seen) {
        String looked = plural(seen.longValue(), "message", "messages") + " looked at";
        return switch (kind) {
            case "application.resend" ->
                plural(done.longValue(), "delivery", "deliveries") + " sent again of " + count(seen) + " looked at";
            case "application.handle" -> plural(done.longValue(), "delivery", "deliveries") + " marked, " + looked;
            case "application.reopen" -> plural(done.longValue(), "delivery", "deliveries") + " opened, " + looked;
            case "application.purge_content" ->
                plural(done.longValue(), "payload", "payloads") + " taken out, " + looked;
            default -> plural(done.longValue(), "message", "messages") + " sent of " + count(seen) + " looked at";
        };
    }

    /** A number of bytes in its largest fitting unit. */
    public String bytes(Number bytes) {
        double value = bytes.doubleValue();
        int unit = 0;
        while (value >= 1000 && unit < BYTES.size() - 1) {
            value /= 1000;
            unit++;
        }
        return number(value) + " " + BYTES.get(unit);
    }

    /** The day of a moment, in UTC. */
    public String day(String moment) {
        return moment.substring(0, "2026-01-01".length());
    }

    /** In how many seconds a moment is over for sure; at least one. */
    public long secondsUntil(String moment) {
        return Math.max(
                        0,
                        Duration.between(clock.instant(), Instant.parse(moment)).toSeconds())
                + 1;
    }

    /** The first of moments to come. */
    public String first(List<? extends Map<String, Object>> all, String name) {
        return all.stream()
                .map(one -> Instant.parse(String.valueOf(one.get(name))))
                .min(Comparator.naturalOrder())
                .orElseGet(clock::instant)
                .toString();
    }

    /** What a node does. */
    public String roles(List<String> roles) {
        return roles.stream()
                .map(role -> role.equals("ingest") ? "takes messages" : "delivers")
                .collect(Collectors.joining(" and "));
    }

    /** Whether a moment is over; none is not. */
    public boolean isPast(@Nullable String moment) {
        return moment != null && Instant.parse(moment).isBefore(clock.instant());
    }

    /** What is wrong with a field, as a sentence of its own. */
    public String fault(String text) {
        String whole = text.endsWith(".") ? text : text + ".";
        return Character.isLowerCase(whole.charAt(0)) ? "It " + whole : whole;
    }
}
