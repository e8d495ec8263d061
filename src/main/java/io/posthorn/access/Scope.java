package io.posthorn.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key is good for. */
public enum Scope {
    /** Everything in the organization. */
    ADMIN(EnumSet.complementOf(EnumSet.of(Permission.OPERATE))),
    /** Everything except who may do what. */
    MANAGE(EnumSet.complementOf(EnumSet.of(Permission.OPERATE, Permission.ADMIN))),
    /** Sending messages, and nothing else. */
    PUBLISH(EnumSet.of(Permission.PUBLISH)),
    /** Looking at everything but secrets. */
    READ(EnumSet.of(Permission.READ));

    /** The scopes in words, to be read after "must be". */
    public static final String ALLOWED =
            Arrays.stream(values()).map(Scope::text).collect(Collectors.joining("', '", "'", "'"));

    private final Set<Permission> permissions;

    Scope(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** As the API and the table write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of this name. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findAny();
    }

    /**
     * What the scopes permit together. A key that is kept to some applications never gets what reaches beyond them.
     */
    static Set<Permission> permissions(Collection<String> scopes, boolean kept) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        scopes.stream().flatMap(text -> of(text).stream()).forEach(scope -> all.addAll(scope.permissions));
        if (kept) {
            all.removeAll(EnumSet.of(Permission.ADMIN, Permission.MANAGE));
        }
        return all;
    }
}
