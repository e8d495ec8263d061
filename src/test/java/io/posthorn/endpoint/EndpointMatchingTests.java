package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointMatchingTests {

    private static final UUID APPLICATION = UUID.randomUUID();
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Test
    void nullMeansAllTypesAndAllMessages() {
        Endpoint all = SampleEndpoints.wanting(APPLICATION, null, null);

        assertThat(all.wants("anything", List.of())).isTrue();
        assertThat(all.wants("anything", List.of("c"))).isTrue();
    }

    @Test
    void anEndpointWithChannelsDoesNotHearAMessageWithout() {
        Endpoint narrowed = SampleEndpoints.wanting(APPLICATION, null, Set.of("a", "b"));

        assertThat(narrowed.wants("t", List.of())).isFalse();
        assertThat(narrowed.wants("t", List.of("c"))).isFalse();
        assertThat(narrowed.wants("t", List.of("c", "b"))).isTrue();
    }

    @Test
    void aDisabledEndpointWantsNothing() {
        Endpoint disabled = SampleEndpoints.endpoint(UUID.randomUUID(), APPLICATION, true, null, null);

        assertThat(disabled.wants("t", List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theIndexFindsExactlyWhatAScanFinds(long seed) {
        Random random = new Random(seed);
        EndpointsOfApplication endpoints = EndpointsOfApplication.NONE;
        List<Endpoint> living = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            EndpointChange change = randomChange(random, living);
            endpoints = endpoints.with(List.of(change));
            String type = NAMES.get(random.nextInt(NAMES.size()));
            List<String> channels = List.copyOf(subset(random));

            assertThat(endpoints.matching(type, channels))
                    .containsExactlyInAnyOrderElementsOf(living.stream()
                            .filter(endpoint -> endpoint.wants(type, channels))
                            .toList());
        }
    }

    @Test
    void anApplicationWithManyEndpointsCostsAMessageNoMoreThanThoseThatWantIt() {
        List<EndpointChange> many = IntStream.range(0, 10_000)
                .<EndpointChange>mapToObj(
                        i -> new EndpointChange.Living(SampleEndpoints.wanting(APPLICATION, Set.of("type." + i), null)))
                .toList();
        EndpointsOfApplication endpoints = EndpointsOfApplication.NONE.with(many);
        assertThat(endpoints.matching("type.7", List.of())).hasSize(1);

        long begun = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            endpoints.matching("type." + i % 10_000, List.of());
        }
        double microseconds = (System.nanoTime() - begun) / 1000.0 / 100_000;

        // A scan of all of them takes more than 50.
        assertThat(microseconds).isLessThan(10);
    }

    @Test
    void forgetsAnApplicationWithItsLastEndpoint() {
        Endpoint only = SampleEndpoints.wanting(APPLICATION, null, null);
        EndpointsOfApplication one = EndpointsOfApplication.NONE.with(List.of(new EndpointChange.Living(only)));

        EndpointsOfApplication none = one.with(List.of(new EndpointChange.Gone(only.id(), APPLICATION, 1)));

        assertThat(one.matching("t", List.of())).containsExactly(only);
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.matching("t", List.of())).isEmpty();
    }

    private static EndpointChange randomChange(Random random, List<Endpoint> living) {
        if (!living.isEmpty() && random.nextInt(3) == 0) {
            Endpoint gone = living.remove(random.nextInt(living.size()));
            return new EndpointChange.Gone(gone.id(), APPLICATION, 1);
        }
        boolean changes = !living.isEmpty() && random.nextBoolean();
        UUID id = changes
                ? living.remove(random.nextInt(living.size())).id()
                : new UUID(random.nextLong(), random.nextLong());
        Endpoint endpoint = SampleEndpoints.endpoint(
                id, APPLICATION, random.nextInt(5) == 0, subsetOrAll(random), subsetOrAll(random));
        living.add(endpoint);
        return new EndpointChange.Living(endpoint);
    }

    private static @Nullable Set<String> subsetOrAll(Random random) {
        Set<String> subset = subset(random);
        return subset.isEmpty() ? null : subset;
    }

    private static Set<String> subset(Random random) {
        Set<String> subset = new HashSet<>(NAMES);
        subset.removeIf(_ -> random.nextBoolean());
        return subset;
    }
}
