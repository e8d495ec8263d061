package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.api.Violation;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML document as a JSON tree, by YAML 1.2's few types: {@code yes} and {@code 12:30} are texts. Aliases are written
 * out, so what they could blow up is counted.
 */
final class YamlTree {

    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_DIGITS = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,4})?");
    private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String field;
    private int nodes;

    private YamlTree(String field) {
        this.field = field;
    }

    /**
     * The document's root.
     *
     * @param field where the text came from, for the answer to what is wrong with it
     * @throws Problem 422 when it is not one YAML document, or is too large when written out
     */
    static JsonNode parse(String field, String text) {
        YamlTree tree = new YamlTree(field);
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            return root == null ? JSON.missingNode() : tree.json(root, 0);
        } catch (YAMLException notYaml) {
            throw tree.refusal("is neither JSON nor YAML: " + firstLine(notYaml));
        }
    }

    private JsonNode json(Node node, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw refusal("has more than " + MAX_NODES + " values or " + MAX_DEPTH
                    + " levels when its aliases are written out; send a simpler document");
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, depth);
            case SequenceNode sequence -> list(sequence, depth);
            case ScalarNode scalar -> value(scalar);
            default -> throw refusal("has something that is neither a map nor a list nor a value");
        };
    }

    private ObjectNode object(MappingNode mapping, int depth) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple member : mapping.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
                throw refusal("has a key that is not a plain text; write maps without merge keys");
            }
            if (object.has(key.getValue())) {
                throw refusal("has the key " + Violation.shown(key.getValue()) + " twice in one map");
            }
            object.set(key.getValue(), json(member.getValueNode(), depth + 1));
        }
        return object;
    }

    private ArrayNode list(SequenceNode sequence, int depth) {
        ArrayNode list = JSON.arrayNode();
        sequence.getValue().forEach(item -> list.add(json(item, depth + 1)));
        return list;
    }

    private static JsonNode value(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL) && Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT))) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        boolean number = NUMBERS.contains(tag)
                && text.length() <= MAX_DIGITS
                && NUMBER.matcher(text).matches();
        return number ? number(new BigDecimal(text)) : JSON.stringNode(text);
    }

    private static JsonNode number(BigDecimal number) {
        return number.scale() == 0 ? JSON.numberNode(number.toBigInteger()) : DecimalNode.valueOf(number);
    }

    private static String firstLine(YAMLException notYaml) {
        return String.valueOf(notYaml.getMessage()).lines().findFirst().orElse("");
    }

    private Problem refusal(String msg) {
        return Problem.invalid(List.of(Violation.ofValue(List.of("body", field), msg)));
    }
}
