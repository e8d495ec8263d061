package io.posthorn.egress;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What operators allow and deny while the installation runs: targets that one organization may have in spite of the
 * rules, and targets that nobody may have. Safe for many threads.
 */
public final class TargetLists {

    /** What an entry may be, to be read after "must be". */
    public static final String ALLOWED = "a host name, an address or a block of addresses, each with or without a port:"
            + " hooks.acme.internal, 10.1.2.3:8080, [fd00::7]:8080, 10.1.0.0/16, 10.1.0.0/16:8080";

    private final AddressGuard settings;
    private volatile State state;

    TargetLists(AddressGuard settings) {
        this.settings = settings;
        this.state = new State(List.of(), settings, Map.of());
    }

    /** Empty lists, on top of what the settings allow and deny. */
    public static TargetLists of(EgressProperties properties) {
        return new TargetLists(properties.addressGuard());
    }

    private record State(List<TargetEntry> denied, AddressGuard usual, Map<UUID, AddressGuard> ofOrganizations) {}

    /** The entry as it is kept; empty for what is none. */
    public static Optional<String> canonical(String entry) {
        return TargetEntry.parse(entry).map(TargetEntry::toString);
    }

    /**
     * Replaces both lists. Connections that were made under lists that are others now are not used again.
     *
     * @param denied what nobody may have, whatever else says that they may
     * @param allowed what an organization may have, unless the settings or the other list deny it
     */
    public synchronized void replace(Collection<String> denied, Map<UUID, ? extends Collection<String>> allowed) {
        State before = state;
        List<TargetEntry> denials = entries(denied);
        boolean same = denials.equals(before.denied());
        AddressGuard usual = same ? before.usual() : settings.with(denials, List.of());
        Map<UUID, AddressGuard> guards = new HashMap<>();
        allowed.forEach((organization, texts) -> {
            List<TargetEntry> exceptions = entries(texts);
            AddressGuard known = same ? before.ofOrganizations().get(organization) : null;
            boolean kept = known != null && known.exceptions().equals(exceptions);
            guards.put(organization, kept ? known : settings.with(denials, exceptions));
        });
        state = new State(denials, usual, Map.copyOf(guards));
    }

    private static List<TargetEntry> entries(Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> TargetEntry.parse(text).stream())
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    /** Judges for the organization; null for nobody in particular. The same object as long as it judges the same. */
    AddressGuard guard(@Nullable UUID organization) {
        State now = state;
        return organization == null ? now.usual() : now.ofOrganizations().getOrDefault(organization, now.usual());
    }

    /** All that judge now. */
    Set<AddressGuard> guards() {
        State now = state;
        return Stream.concat(Stream.of(now.usual()), now.ofOrganizations().values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
