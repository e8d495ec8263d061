package io.posthorn.dashboard;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The last fifteen minutes as a chart draws them. */
record TrafficChart(String type, List<String> labels, List<AttemptChart.Series> series, boolean days) {

    static TrafficChart of(JsonNode traffic) {
        List<JsonNode> minutes = traffic.path("minutes").valueStream().toList();
        return new TrafficChart(
                "bar",
                minutes.stream().map(minute -> minute.path("at").asString("")).toList(),
                List.of(series("delivered", "good", minutes), series("failed", "bad", minutes)),
                false);
    }

    private static AttemptChart.Series series(String name, String tone, List<JsonNode> minutes) {
        return new AttemptChart.Series(
                name,
                tone,
                minutes.stream().map(minute -> minute.path(name).asDouble()).toList());
    }
}
