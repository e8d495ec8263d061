package io.posthorn.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The YAML files that the document is kept in, {@code openapi/*.yaml} in the class path. */
final class DocumentFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private DocumentFiles() {}

    /**
     * One file, its aliases written out.
     *
     * @param name without folder and ending
     */
    static ObjectNode read(String name) {
        try (InputStream file = new ClassPathResource("openapi/" + name + ".yaml").getInputStream()) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(options())).load(file));
        } catch (IOException e) {
            throw new UncheckedIOException("openapi/" + name + ".yaml is not in the class path", e);
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        return options;
    }
}
