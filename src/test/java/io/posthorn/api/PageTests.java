package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.MultiValueMap;

class PageTests {

    @Test
    void readsTheQuery() {
        assertThat(read(Map.of())).isEqualTo(new PageRequest(50, null, false, false));
        assertThat(read(Map.of("limit", "250", "iterator", "-x", "order", "descending")))
                .isEqualTo(new PageRequest(250, "x", true, true));
        assertThat(read(Map.of("iterator", ""))).isEqualTo(new PageRequest(50, null, false, false));
        for (String limit : List.of("0", "251", "-1", "1.5", "x", "99999999999", "")) {
            assertThatThrownBy(() -> read(Map.of("limit", limit))).isInstanceOf(Problem.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,true", "3,false", "4,true"})
    void meetsEveryItemOnceInBothDirectionsWhileOthersAreAdded(long seed, boolean descending) {
        Random random = new Random(seed);
        TreeSet<String> rows = new TreeSet<>();
        for (int i = 0; i < 37; i++) {
            rows.add(name(random));
        }
        List<String> before = listed(rows, descending);

        List<String> forward = new ArrayList<>();
        PageRequest request = new PageRequest(5, null, false, descending);
        Page<String> page = fetch(rows, request);
        forward.addAll(page.data());
        while (!page.done()) {
            rows.add(name(random));
            page = fetch(rows, new PageRequest(5, page.iterator(), false, descending));
            forward.addAll(page.data());
        }
        assertThat(forward).doesNotHaveDuplicates().containsAll(before);

        List<String> after = listed(rows, descending);
        List<String> backward = new ArrayList<>();
        PageRequest last = new PageRequest(5, after.getLast(), true, descending);
        page = fetch(rows, last);
        backward.addAll(0, page.data());
        while (!page.done()) {
            page = fetch(
                    rows, new PageRequest(5, String.valueOf(page.prevIterator()).substring(1), true, descending));
            backward.addAll(0, page.data());
        }
        assertThat(backward).isEqualTo(after.subList(0, after.size() - 1));
    }

    private static Page<String> fetch(TreeSet<String> rows, PageRequest request) {
        String beyond = request.position(TextRule.IDENTIFIER_256);
        var part = request.readsAscending()
                ? rows.tailSet(beyond, false)
                : rows.headSet(beyond, false).descendingSet();
        return Page.of(part.stream().limit(request.fetch()).toList(), request, name -> name);
    }

    private static List<String> listed(TreeSet<String> rows, boolean descending) {
        List<String> listed = new ArrayList<>(rows);
        if (descending) {
            Collections.reverse(listed);
        }
        return listed;
    }

    private static String name(Random random) {
        return "n" + (1_000_000 + random.nextInt(1_000_000));
    }

    private static PageRequest read(Map<String, String> query) {
        return PageRequestResolver.read(MultiValueMap.fromSingleValue(query));
    }
}
