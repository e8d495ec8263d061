package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import org.jspecify.annotations.Nullable;

/** A customer in the portal, as its templates ask. */
public record Visitor(Caller caller) {

    /** Whether the link was made with what a permission of this name needs. */
    public boolean may(String permission) {
        return caller.may(Permission.valueOf(permission));
    }

    /** Why a button is grey; null where it is not. */
    public @Nullable String lacks(String permission) {
        return may(permission)
                ? null
                : "This link lets you look, but not " + what(permission) + ": it lacks “" + capability(permission)
                        + "”. Whoever gave you the link can make one that has it.";
    }

    /** Whether there is more than one application to choose from. */
    public boolean seesSeveral() {
        return caller.applications() == null || caller.applications().size() > 1;
    }

    private static String what(String permission) {
        return switch (Permission.valueOf(permission)) {
            case MANAGE_ENDPOINTS -> "add or change endpoints";
            case READ_SECRETS -> "see signing secrets";
            case ROTATE_SECRETS -> "replace signing secrets";
            case CREATE_ATTEMPTS -> "have anything sent";
            default -> "do this";
        };
    }

    private static String capability(String permission) {
        return switch (Permission.valueOf(permission)) {
            case READ_SECRETS -> "ViewEndpointSecret";
            case ROTATE_SECRETS -> "ManageEndpointSecret";
            case CREATE_ATTEMPTS -> "CreateAttempts";
            default -> "ManageEndpoint";
        };
    }
}
