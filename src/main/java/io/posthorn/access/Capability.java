package io.posthorn.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a visitor of the portal may do, in the words of the Svix API. */
public enum Capability {
    /** Look at everything but secrets; every visitor may. */
    VIEW_BASE("ViewBase", Permission.READ),
    /** See signing secrets. */
    VIEW_ENDPOINT_SECRET("ViewEndpointSecret", Permission.READ_SECRETS),
    /** See and replace signing secrets. */
    MANAGE_ENDPOINT_SECRET("ManageEndpointSecret", Permission.READ_SECRETS, Permission.ROTATE_SECRETS),
    /** Change how messages are rendered, which is part of the endpoint here. */
    MANAGE_TRANSFORMATIONS("ManageTransformations"),
    /** Have messages sent again, or examples sent. */
    CREATE_ATTEMPTS("CreateAttempts", Permission.CREATE_ATTEMPTS),
    /** Change everything about endpoints, their secrets too. */
    MANAGE_ENDPOINT("ManageEndpoint", Permission.MANAGE_ENDPOINTS, Permission.READ_SECRETS, Permission.ROTATE_SECRETS);

    /** The capabilities in words, to be read after "must be". */
    public static final String ALLOWED =
            Arrays.stream(values()).map(Capability::text).collect(Collectors.joining("', '", "'", "'"));

    private final String text;
    private final Set<Permission> permissions = EnumSet.of(Permission.READ);

    Capability(String text, Permission... permissions) {
        this.text = text;
        this.permissions.addAll(Arrays.asList(permissions));
    }

    /** As the API and the table write it. */
    public String text() {
        return text;
    }

    /** The capability of this name. */
    public static Optional<Capability> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findAny();
    }

    /** What the capabilities permit together. */
    static Set<Permission> permissions(Collection<String> capabilities) {
        Set<Permission> all = EnumSet.of(Permission.READ);
        capabilities.stream().flatMap(name -> of(name).stream()).forEach(one -> all.addAll(one.permissions));
        return all;
    }
}
