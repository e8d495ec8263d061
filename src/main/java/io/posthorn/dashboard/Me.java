package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import java.util.Locale;

/** Who looks at a page, as its template asks. */
public record Me(Caller caller) {

    /** The name of the key behind the session. */
    public String name() {
        return caller.name();
    }

    /** Whether this person may do what a permission of this name stands for. */
    public boolean may(String permission) {
        return caller.may(Permission.valueOf(permission));
    }

    /** Who could, for those who may not. */
    public String whoMay(String permission) {
        return switch (Permission.valueOf(permission)) {
            case OPERATE -> "Only the installation's own key may do this. Ask whoever runs Posthorn here.";
            case ADMIN -> "Only keys with the scope admin may do this. Ask whoever manages the keys here.";
            default ->
                "Your key may look, but not "
                        + permission.toLowerCase(Locale.ROOT).replace('_', ' ')
                        + ". Sign in with a key that has the scope manage or admin; administrators can make one.";
        };
    }
}
