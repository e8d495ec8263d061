package io.posthorn.form;

import static io.posthorn.form.FormInputs.fault;
import static io.posthorn.form.FormInputs.json;
import static io.posthorn.form.FormInputs.raw;
import static io.posthorn.form.FormInputs.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TemplateFormTests {

    private static Form template(String template, @Nullable String contentType) {
        return requireNonNull(Form.of(new FormSpec("template", template, null, contentType)));
    }

    private static Form template(String template) {
        return template(template, null);
    }

    private static FormFaultException refused(String template) {
        return catchThrowableOfType(FormFaultException.class, () -> template(template));
    }

    @Test
    void fillsInMembersAndWhatIsKnownOfTheMessage() {
        Form form = template("""
                {"who":"{{customer.name}}","first":"{{items.0.sku}}","type":"{{webhook.type}}","id":"{{webhook.id}}",
                "at":"{{webhook.timestamp}}","app":"{{webhook.application}}","none":"{{missing}}{{webhook.eventId}}"}""");

        assertThat(text(form, json("{\"customer\":{\"name\":\"Ada\"},\"items\":[{\"sku\":\"x1\"}]}")))
                .isEqualTo("""
                        {"who":"Ada","first":"","type":"survey.done","id":"msg_1",
                        "at":"2026-11-21T08:00:00.500Z","app":"app_1","none":""}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "-0.0",
                "123456789012345678901234567890",
                "1e400000",
                "0.1000000000000000055511151231257827"
            })
    void keepsNumbersAsTheyWereWritten(String number) {
        String payload = "{\"n\":" + number + ",\"in\":{\"a\":[" + number + "]}}";

        assertThat(text(template("{\"n\":{{n}},\"in\":{{{in}}},\"all\":{{{payload}}}}"), json(payload)))
                .isEqualTo("{\"n\":" + number + ",\"in\":{\"a\":[" + number + "]},\"all\":" + payload + "}");
    }

    @Test
    void goesThroughListsAndSkipsWhatIsNotThere() {
        Form form = template("[{{#items}}\"{{name}}{{^name}}?{{/name}}\"{{^-last}},{{/-last}}{{/items}}]");

        assertThat(text(form, json("{\"items\":[{\"name\":\"a\"},{\"name\":null},{\"name\":\"c\"}]}")))
                .isEqualTo("[\"a\",\"?\",\"c\"]");
        assertThat(text(form, json("{\"items\":[]}"))).isEqualTo("[]");
        assertThat(text(form, json("{}"))).isEqualTo("[]");
    }

    @Test
    void takesChannelsAsAList() {
        assertThat(text(template("[{{#webhook.channels}}\"{{.}}\",{{/webhook.channels}}0]"), json("{}")))
                .isEqualTo("[\"inbox\",\"a\\\"b\",0]");
    }

    @Property(tries = 300)
    void escapesAnyValueSoThatItStaysOneJsonString(@ForAll String value) {
        String payload = "{\"v\":" + JsonText.quoted(value) + "}";

        String made = text(template("{\"v\":\"{{v}}\"}"), json(payload));

        assertThat(new JsonMapper().readTree(made).path("v"))
                .isEqualTo(new JsonMapper().readTree(payload).path("v"));
        assertThat(new JsonMapper().readTree(made).propertyNames()).containsExactly("v");
    }

    @Property(tries = 300)
    void neverThrowsWhateverTheTemplateIs(@ForAll String garbage) {
        for (String template :
                new String[] {garbage, "{{" + garbage + "}}", "{{#a}}" + garbage + "{{/a}}", "{{{" + garbage}) {
            try {
                requireNonNull(template(template, "text/plain")).render(json("{\"a\":[1,2]}"));
            } catch (FormFaultException refused) {
                assertThat(refused.field()).isEqualTo("template");
            }
        }
    }

    @Example
    void escapesByMediaType() {
        String payload = "{\"v\":\"<a href='x'>\\\"&\\n\"}";

        assertThat(text(template("<p>{{v}}</p>", "text/html; charset=utf-8"), json(payload)))
                .isEqualTo("<p>&lt;a href=&#39;x&#39;&gt;&quot;&amp;\n</p>");
        assertThat(text(template("v={{v}}", "application/x-www-form-urlencoded"), json(payload)))
                .isEqualTo("v=%3Ca+href%3D%27x%27%3E%22%26%0A");
        assertThat(text(template("{{v}}", "text/plain"), json(payload))).isEqualTo("<a href='x'>\"&\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{a => line 1, column 1",
                "x {{#a}} y => line 1, column 3",
                "{{/a}} => line 1, column 1",
                "{{#a}}{{#b}}{{/a}}{{/b}} => line 1, column 13",
                "{{> other}} => cannot include others",
                "{{< other}} => cannot include others",
                "{{$ block}} => cannot include others",
                "{{=<% %>=}} => cannot be changed",
                "{{a b}} => is not a name",
                "{{}} => is not a name",
                "{{{a}} => add }}}",
            })
    void saysWhereATemplateIsWrong(String template, String expected) {
        assertThat(refused(template).message()).contains(expected);
    }

    @Test
    void countsLines() {
        assertThat(refused("{\n  \"a\": {{b c}}\n}").message()).contains("line 2, column 8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{{a}}",
                "{{a}} {{b}}",
                "{\"a\": \"x\" \"y\"}",
                " ",
                "[{{#items}}{{name}},{{/items}}]",
            })
    void refusesWhatDoesNotMakeJson(String template) {
        assertThat(refused(template).field()).isEqualTo("template");
    }

    @Test
    void saysAtDeliveryThatItIsNotJson() {
        assertThat(fault(template("{\"n\":{{n}}}"), json("{}")))
                .contains("is not JSON")
                .contains("line 1, column");
        assertThat(fault(template("{\"n\":{{{n}}}}"), json("{\"n\":\"}\"}"))).contains("is not JSON");
    }

    @Test
    void reachesNothingButData() {
        Form form = template(
                "{{class}}{{class.name}}{{v.class}}{{v.length}}{{v.bytes}}{{v.hashCode}}{{list.size}}{{list.0}}"
                        + "{{getClass}}{{payload.class}}{{webhook.class}}{{n.text}}",
                "text/plain");

        assertThat(text(form, json("{\"v\":\"text\",\"list\":[1],\"n\":1}"))).isEmpty();
    }

    @Test
    void hidesNothingOfAPayloadThatHasOurNames() {
        Form form = template("{{payload.payload}} {{payload.webhook.id}} {{webhook.id}}", "text/plain");

        assertThat(text(form, json("{\"payload\":\"p\",\"webhook\":{\"id\":\"theirs\"}}")))
                .isEqualTo("p theirs msg_1");
    }

    @Test
    void givesRawPayloadsAsOneText() {
        assertThat(text(template("{\"text\":\"{{payload}}\"}"), raw("a \"quoted\" line\n")))
                .isEqualTo("{\"text\":\"a \\\"quoted\\\" line\\n\"}");
    }

    @Test
    void endsTemplatesThatLoopTooOften() {
        String list = IntStream.range(0, 200).mapToObj(i -> "0").collect(Collectors.joining(",", "[", "]"));
        Form loop = template("{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}", "text/plain");

        assertThat(fault(loop, json("{\"a\":" + list + "}"))).contains("50000 steps");
    }

    @Test
    void endsTemplatesThatMakeTooMuch() {
        String text = "x".repeat(100_000);

        assertThat(fault(template("\"{{a}}{{a}}{{a}}\""), json("{\"a\":\"" + text + "\"}")))
                .contains("more than 262144 characters");
    }

    @Test
    void boundsDepthAndLength() {
        String deep = IntStream.range(0, 17).mapToObj(i -> "{{#a}}").collect(Collectors.joining());
        assertThat(refused(deep).message()).contains("nested deeper than 16");
        assertThat(refused("x".repeat(16_385)).message()).contains("at most 16384 characters");
        assertThat(fault(template("1"), json("[".repeat(500) + "]".repeat(500))))
                .contains("cannot be read");
    }

    @Test
    void refusesMembersOfOtherKinds() {
        assertThatThrownBy(() -> Form.of(new FormSpec("raw", "x", null, null)))
                .isInstanceOf(FormFaultException.class)
                .hasMessageContaining("kind 'template'");
        assertThatThrownBy(() -> Form.of(new FormSpec("slack", null, "x", "text/plain")))
                .isInstanceOf(FormFaultException.class);
        assertThatThrownBy(() -> Form.of(new FormSpec("morse", null, null, null)))
                .hasMessageContaining("'raw', 'envelope', 'slack', 'discord', 'teams' and 'template'");
        assertThatThrownBy(() -> template("x", "no type\r\nX-Evil: 1")).hasMessageContaining("media type");
    }
}
