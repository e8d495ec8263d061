package io.posthorn.form;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Decides any number of conditions while reading a payload once; no more of it is kept than one value at a time. */
public final class Conditions {

    private Conditions() {}

    /**
     * Whether each condition is met, in their order.
     *
     * @param contentType of a payload that need not be JSON, which meets none; null for a JSON object
     */
    public static List<Boolean> met(List<Condition> conditions, byte[] payload, @Nullable String contentType) {
        if (contentType != null) {
            return conditions.stream().map(condition -> false).toList();
        }
        List<Search> searches = conditions.stream().map(Search::new).toList();
        try (JsonParser parser = PayloadTree.parser(payload)) {
            JsonToken token = parser.nextToken();
            if (token != null) {
                visit(parser, token, searches, 0);
            }
            return searches.stream().map(Search::isMet).toList();
        } catch (JacksonException notJson) {
            return conditions.stream().map(condition -> false).toList();
        }
    }

    /** Reads one value, at whose beginning the parser stands, for those whose paths have come to it. */
    private static void visit(JsonParser parser, JsonToken token, List<Search> here, int depth) {
        Scalar scalar = ended(here, depth) ? Scalar.of(parser, token) : null;
        for (Search search : here) {
            if (search.endsAt(depth)) {
                search.found(scalar);
            }
        }
        switch (token) {
            case START_OBJECT -> members(parser, further(here, search -> !search.endsAt(depth)), depth);
            case START_ARRAY ->
                items(
                        parser,
                        further(here, search -> !search.endsAt(depth)),
                        further(here, search -> search.endsAt(depth) && search.looksIntoLists()),
                        depth);
            default -> {}
        }
    }

    private static boolean ended(List<Search> here, int depth) {
        return here.stream().anyMatch(search -> search.endsAt(depth));
    }

    private static void members(JsonParser parser, List<Search> here, int depth) {
        if (here.isEmpty()) {
            parser.skipChildren();
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String member = name;
            List<Search> further = further(here, search -> search.goesToMember(depth, member));
            into(parser, parser.nextToken(), further, depth + 1);
        }
    }

    private static void items(JsonParser parser, List<Search> here, List<Search> ofItems, int depth) {
        if (here.isEmpty() && ofItems.isEmpty()) {
            parser.skipChildren();
            return;
        }
        int position = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            int item = position++;
            if (!ofItems.isEmpty()) {
                Scalar scalar = Scalar.of(parser, token);
                ofItems.forEach(search -> search.foundItem(scalar));
            }
            into(parser, token, further(here, search -> search.goesToItem(depth, item)), depth + 1);
        }
    }

    private static void into(JsonParser parser, JsonToken token, List<Search> further, int depth) {
        if (further.isEmpty()) {
            parser.skipChildren();
        } else {
            visit(parser, token, further, depth);
        }
    }

    private static List<Search> further(List<Search> searches, Predicate<Search> wanted) {
        List<Search> further = new ArrayList<>(searches.size());
        for (Search search : searches) {
            if (wanted.test(search)) {
                further.add(search);
            }
        }
        return further;
    }
}
