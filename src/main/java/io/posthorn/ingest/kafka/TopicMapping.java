package io.posthorn.ingest.kafka;

import io.posthorn.ingest.kafka.KafkaProperties.Topic;
import io.posthorn.postgres.StartRefusedException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which topics are read, and what the name of a topic says of its records. */
final class TopicMapping {

    private static final String REMEDY = "Name topics by posthorn.kafka.topics[0].name, or set"
            + " posthorn.kafka.topic-pattern to a regular expression; not both.";

    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final @Nullable Pattern pattern;

    TopicMapping(KafkaProperties properties) {
        properties.topics().forEach(topic -> topics.put(topic.name(), topic));
        if (topics.containsKey(properties.deadLetterTopic())) {
            throw new StartRefusedException(
                    "posthorn.kafka.topics names " + properties.deadLetterTopic() + ", the dead-letter topic.",
                    "Read it with another program, or give posthorn.kafka.dead-letter-topic another name.");
        }
        pattern = pattern(properties);
        if (topics.isEmpty() == (pattern == null)) {
            throw new StartRefusedException("Kafka is to be read, but it is not clear which topics.", REMEDY);
        }
    }

    /** Dead letters are not read again, whatever the pattern says. */
    private static @Nullable Pattern pattern(KafkaProperties properties) {
        try {
            return properties.topicPattern() == null
                    ? null
                    : Pattern.compile("(?!" + Pattern.quote(properties.deadLetterTopic()) + "$)(?:"
                            + properties.topicPattern() + ")");
        } catch (PatternSyntaxException e) {
            throw new StartRefusedException(
                    "posthorn.kafka.topic-pattern is no regular expression: " + e.getDescription() + ".", REMEDY, e);
        }
    }

    /** The names of the topics to read; empty when a pattern says it. */
    Collection<String> names() {
        return topics.keySet();
    }

    /** The pattern of the names of the topics to read; null when they are named. */
    @Nullable
    Pattern pattern() {
        return pattern;
    }

    /** The application of the topic's records that name none; or null. */
    @Nullable
    String application(String topic) {
        Topic named = topics.get(topic);
        return named == null ? group(topic, "application") : named.application();
    }

    /** The event type of the topic's records that name none; or null. */
    @Nullable
    String eventType(String topic) {
        Topic named = topics.get(topic);
        return named == null ? group(topic, "eventType") : named.eventType();
    }

    private @Nullable String group(String topic, String name) {
        if (pattern == null || !pattern.namedGroups().containsKey(name)) {
            return null;
        }
        Matcher matcher = pattern.matcher(topic);
        return matcher.matches() ? matcher.group(name) : null;
    }
}
