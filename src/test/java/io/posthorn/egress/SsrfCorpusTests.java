package io.posthorn.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the corpus through the policy and, for names, their stubbed addresses through the selector. */
class SsrfCorpusTests {

    private static final String OWN_INGRESS = "93.184.215.99";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(\\\\|t|r|n|u[0-9a-fA-F]{4})");
    private static final Pattern ANSWER = Pattern.compile("A=([0-9a-fA-F:.]+)");

    private final EgressProperties defaults = EgressProperties.allowing();
    private final AddressGuard guard = new AddressGuard(
            AllowedNetworks.of(List.of()), List.of(AddressBlock.of(OWN_INGRESS)), new AddressClassifier(false));
    private final UrlJudge policy = new UrlJudge(guard);

    @ParameterizedTest
    @MethodSource("rows")
    void judgesTheRowAsTheCorpusDoes(Row row) {
        assertThat(isAllowed(row)).as(row.toString()).isEqualTo(row.allowed());
    }

    @ParameterizedTest
    @MethodSource("refusedUrls")
    void tellsTheOwnerNothingAboutWhatIsBehindTheUrl(Row row) {
        if (policy.check(row.url()) instanceof TargetVerdict.Refused refused) {
            assertThat(refused.publicText()).startsWith("URL not allowed").doesNotContain("address in");
            assertThat(refused.reason()).isNotBlank();
        }
    }

    @Test
    void hasAllRows() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(150);
        assertThat(rows().filter(Row::allowed)).hasSize(24);
    }

    @Test
    void theDefaultsAreStrict() {
        assertThat(TargetPolicy.of(defaults).check("http://127.0.0.1/")).isInstanceOf(TargetVerdict.Refused.class);
    }

    private boolean isAllowed(Row row) {
        return switch (policy.check(row.url())) {
            case TargetVerdict.Refused _ -> false;
            case TargetVerdict.Allowed(Target target) -> dials(row, target);
        };
    }

    private boolean dials(Row row, Target target) {
        List<InetSocketAddress> resolved = answers(row, target).stream()
                .map(address -> new InetSocketAddress(address, target.port()))
                .toList();
        List<? extends SocketAddress> selected = new AddressSelector(guard).select(resolved);
        return !selected.isEmpty() && !(selected.getFirst() instanceof RefusedAddress);
    }

    private static List<InetAddress> answers(Row row, Target target) {
        if (row.reason().contains("no records")) {
            return List.of();
        }
        if (row.reason().contains("own public ingress")) {
            return List.of(named(target.host(), OWN_INGRESS));
        }
        List<InetAddress> stubbed = ANSWER.matcher(row.reason())
                .results()
                .map(result -> named(target.host(), result.group(1)))
                .toList();
        return stubbed.isEmpty() ? List.of(named(target.host(), "93.184.215.14")) : stubbed;
    }

    private static InetAddress named(String host, String literal) {
        try {
            byte[] bytes = literal.contains(":") ? IpLiteral.parseV6(literal) : IpLiteral.parseV4(literal);
            return InetAddress.getByAddress(host, Objects.requireNonNull(bytes));
        } catch (IOException e) {
            throw new AssertionError(literal, e);
        }
    }

    static Stream<Row> refusedUrls() throws IOException {
        return rows().filter(row -> !row.allowed());
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream corpus = SsrfCorpusTests.class.getResourceAsStream("/ssrf-corpus.tsv")) {
            String text = new String(Objects.requireNonNull(corpus).readAllBytes(), UTF_8);
            return Arrays.stream(text.split("\n")).skip(1).map(SsrfCorpusTests::row);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\t", -1);
        return new Row(
                cells[0].equals("allow"), ESCAPE.matcher(cells[1]).replaceAll(SsrfCorpusTests::unescape), cells[2]);
    }

    private static String unescape(MatchResult escape) {
        return switch (escape.group(1).charAt(0)) {
            case '\\' -> "\\\\";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'n' -> "\n";
            default -> Character.toString(Integer.parseInt(escape.group(1).substring(1), 16));
        };
    }

    record Row(boolean allowed, String url, String reason) {}
}
