package io.posthorn.form;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes values as JSON text. */
final class JsonText {

    private JsonText() {}

    /** A JSON string with its quotes. */
    static String quoted(String text) {
        return "\"" + escaped(text) + "\"";
    }

    /** What stands between the quotes of a JSON string. */
    static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    }

    /** A value of {@link PayloadTree}, its numbers as they were written. */
    static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("null");
            case String string -> text.append(quoted(string));
            case Map<?, ?> members -> writeMembers(members, text);
            case List<?> items -> writeItems(items, text);
            default -> text.append(value);
        }
    }

    private static void writeMembers(Map<?, ?> members, StringBuilder text) {
        text.append('{');
        String before = "";
        for (var member : members.entrySet()) {
            text.append(before).append(quoted(String.valueOf(member.getKey()))).append(':');
            write(member.getValue(), text);
            before = ",";
        }
        text.append('}');
    }

    private static void writeItems(List<?> items, StringBuilder text) {
        text.append('[');
        String before = "";
        for (Object item : items) {
            text.append(before);
            write(item, text);
            before = ",";
        }
        text.append(']');
    }
}
