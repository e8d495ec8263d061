package io.posthorn.guide;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages of the project point to is there. */
class LinksTests {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Set<String> NOT_OURS = Set.of("target", "data", "node_modules", ".git");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern TEST = Pattern.compile("`(\\w+Tests)`");

    @Test
    void everyLinkLeadsToAFileAndAHeading() {
        List<String> dead = new ArrayList<>();
        for (Page page : pages()) {
            for (String line : text(page)) {
                LINK.matcher(CODE.matcher(line).replaceAll(""))
                        .results()
                        .map(link -> link.group(1))
                        .filter(target -> !target.matches("[a-z]+:.*") && !leadsSomewhere(page, target))
                        .forEach(target -> dead.add(PROJECT.relativize(page.file()) + " -> " + target));
            }
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void everyTestThatIsNamedExists() {
        Set<String> tests = files("Tests.java")
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(toUnmodifiableSet());
        Set<String> named = new HashSet<>();
        pages().forEach(page -> page.lines().forEach(line -> TEST.matcher(line)
                .results()
                .map(MatchResult::group)
                .map(name -> name.replace("`", ""))
                .forEach(named::add)));

        assertThat(named).isNotEmpty().isSubsetOf(tests);
    }

    private static boolean leadsSomewhere(Page page, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        return Files.exists(file) && (hash < 0 || anchors(new Page(file)).contains(target.substring(hash + 1)));
    }

    /** As GitHub makes them: lower case, hyphens for spaces, no other punctuation, a number for repetitions. */
    private static Set<String> anchors(Page page) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        for (String line : text(page)) {
            if (line.startsWith("#")) {
                String anchor = line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\-_ ]", "")
                        .replace(' ', '-');
                int before = times.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    /** The lines that are not code. */
    private static List<String> text(Page page) {
        List<String> text = new ArrayList<>();
        boolean code = false;
        for (String line : page.lines()) {
            boolean fence = line.stripLeading().startsWith("```");
            if (!code && !fence) {
                text.add(line);
            }
            code ^= fence;
        }
        return text;
    }

    private static List<Page> pages() {
        List<Page> pages = files(".md").map(Page::new).toList();
        assertThat(pages).hasSizeGreaterThan(20);
        return pages;
    }

    private static Stream<Path> files(String ending) {
        try (Stream<Path> all =
                Files.find(PROJECT, 20, (file, _) -> file.toString().endsWith(ending))) {
            return all
                    .filter(file -> Stream.of(
                                    PROJECT.relativize(file).toString().split("/"))
                            .noneMatch(NOT_OURS::contains))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
