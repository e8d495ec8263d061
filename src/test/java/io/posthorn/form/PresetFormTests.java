package io.posthorn.form;

import static io.posthorn.form.FormInputs.fault;
import static io.posthorn.form.FormInputs.json;
import static io.posthorn.form.FormInputs.raw;
import static io.posthorn.form.FormInputs.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PresetFormTests {

    private static Form form(String kind, @Nullable String text) {
        return requireNonNull(Form.of(new FormSpec(kind, null, text, null)));
    }

    private static JsonNode made(String kind, @Nullable String text, FormInput input) {
        return new JsonMapper().readTree(text(form(kind, text), input));
    }

    @Test
    void putsThePayloadIntoTheEnvelopeByteForByte() {
        String payload = "{ \"n\" : 1.10,\t\"n2\":1e400000, \"u\":\"\\u00e4\" }";

        assertThat(text(form("envelope", null), json(payload)))
                .isEqualTo("{\"type\":\"survey.done\",\"timestamp\":\"2026-11-21T08:00:00.500Z\",\"id\":\"msg_1\","
                        + "\"application\":\"app_1\",\"channels\":[\"inbox\",\"a\\\"b\"],\"data\":" + payload + "}");
    }

    @Test
    void putsRawTextIntoTheEnvelopeAsAString() {
        assertThat(made("envelope", null, raw("a \"b\"")).path("data").stringValue())
                .isEqualTo("a \"b\"");
    }

    @Test
    void saysInSlackWhatHappenedAndMentionsNobody() {
        assertThat(made("slack", null, json("{\"who\":\"<!channel> & <@U1>\",\"score\":1.10,\"deep\":{\"x\":1}}"))
                        .path("text")
                        .stringValue())
                .isEqualTo("survey.done\nwho: &lt;!channel&gt; &amp; &lt;@U1&gt;\nscore: 1.10");
        assertThat(made("slack", "*{{who}}* <https://example.com|see>", json("{\"who\":\"<!here>\"}"))
                        .path("text")
                        .stringValue())
                .isEqualTo("*&lt;!here&gt;* <https://example.com|see>");
    }

    @Test
    void mentionsNobodyInDiscord() {
        JsonNode body = made("discord", "{{who}}", json("{\"who\":\"@everyone @here <@&12> a@b.example\"}"));

        assertThat(body.path("content").stringValue())
                .isEqualTo("@\u200beveryone @\u200bhere <@\u200b&12> a@b.example");
        assertThat(body.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");
    }

    @Test
    void sendsTeamsACard() {
        JsonNode body = made("teams", null, json("{\"who\":\"<at>all</at>\"}"));

        JsonNode card = body.path("attachments").path(0).path("content");
        assertThat(body.path("type").stringValue()).isEqualTo("message");
        assertThat(card.path("type").stringValue()).isEqualTo("AdaptiveCard");
        assertThat(card.path("body").path(0).path("text").stringValue())
                .isEqualTo("survey.done\n\nwho: <\u200bat>all</\u200bat>");
    }

    @Property(tries = 200)
    void keepsToTheLimitsOfTheServices(@ForAll @StringLength(max = 300) String value) {
        FormInput input = json("{\"v\":" + JsonText.quoted(value.repeat(100)) + "}");

        assertThat(made("discord", "x{{v}}", input)
                        .path("content")
                        .stringValue()
                        .length())
                .isLessThanOrEqualTo(2_000);
        assertThat(made("slack", "x{{v}}", input).path("text").stringValue().length())
                .isLessThanOrEqualTo(40_000);
        assertThat(text(form("teams", "x{{v}}"), input).getBytes(UTF_8).length).isLessThan(28 * 1024);
    }

    @Test
    void cutsBetweenCharactersAndMarksIt() {
        String cut = ChatService.DISCORD.cut("\ud83d\ude00".repeat(1_500));

        assertThat(cut).endsWith("\ude00…").hasSizeLessThanOrEqualTo(2_000);
        assertThat(ChatService.DISCORD.cut("x".repeat(2_000))).hasSize(2_000).doesNotContain("…");
    }

    @Test
    void sendsNoEmptyMessage() {
        assertThat(fault(form("slack", "{{missing}}"), json("{}"))).contains("empty messages");
    }

    @Test
    void showsRawTextAsTheMessage() {
        assertThat(made("slack", null, raw("plain <text>")).path("text").stringValue())
                .isEqualTo("survey.done\nplain &lt;text&gt;");
    }
}
