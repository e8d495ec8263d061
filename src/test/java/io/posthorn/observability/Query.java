package io.posthorn.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A question to Prometheus, as far as it names figures, labels and their values. */
record Query(String expression) {

    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:posthorn|r2dbc|jvm|process|system)_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\) \\(");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\b");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

    /** Prometheus itself puts these on each sample. */
    private static final Set<String> OF_THE_TARGET = Set.of("instance", "job", "namespace", "pod");

    /**
     * What is asked for and not there, in a sentence each.
     *
     * @param there the values of each label of each figure
     * @param shown a legend or a summary, whose labels must be among those the answer has
     */
    List<String> faults(Map<String, Map<String, Set<String>>> there, String shown) {
        List<String> faults = new ArrayList<>();
        selectors().forEach(selector -> {
            if (!there.containsKey(selector.group(1))) {
                faults.add(selector.group(1) + " is not there");
            } else if (selector.group(2) != null) {
                values(selector, there.get(selector.group(1)), faults);
            }
        });
        List<MatchResult> groups = BY.matcher(expression).results().toList();
        if (groups.size() != GROUPING.matcher(expression).results().count()) {
            faults.add("not every grouping could be read in " + expression);
        }
        groups.forEach(group -> labels(group).forEach(label -> new Query(inside(group.end()))
                .selectors()
                .filter(selector -> !OF_THE_TARGET.contains(label))
                .filter(selector ->
                        !there.getOrDefault(selector.group(1), Map.of()).containsKey(label))
                .forEach(selector -> faults.add(selector.group(1) + " has no label " + label))));
        Set<String> answered = groups.stream().flatMap(Query::labels).collect(Collectors.toSet());
        SHOWN.matcher(shown)
                .results()
                .map(label -> label.group(1))
                .filter(label -> !answered.contains(label))
                .forEach(label -> faults.add("the answer has no label " + label + ", which is to be shown"));
        return faults;
    }

    private static void values(MatchResult selector, Map<String, Set<String>> labels, List<String> faults) {
        List<MatchResult> matchers =
                MATCHER.matcher(selector.group(2)).results().toList();
        if (matchers.isEmpty()) {
            faults.add("nothing could be read in {" + selector.group(2) + "}");
        }
        for (MatchResult matcher : matchers) {
            Set<String> values = labels.getOrDefault(matcher.group(1), Set.of());
            Stream.of(matcher.group(2).split("\\|"))
                    .filter(value -> !values.contains(value))
                    .forEach(value -> faults.add(selector.group(1) + " has no " + matcher.group(1) + "=" + value));
        }
    }

    private Stream<MatchResult> selectors() {
        return SELECTOR.matcher(expression).results();
    }

    private static Stream<String> labels(MatchResult group) {
        return Stream.of(group.group(1).split(",")).map(String::strip);
    }

    /** What stands between the parenthesis that ends before this place and its counterpart. */
    private String inside(int from) {
        int open = 1;
        int at = from;
        while (open > 0) {
            char c = expression.charAt(at++);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return expression.substring(from, at);
    }
}
