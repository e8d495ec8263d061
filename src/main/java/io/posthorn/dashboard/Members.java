package io.posthorn.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/** The members of an object as templates read them: {@code app.uid} is null where there is none, and no failure. */
final class Members extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1L;

    Members(Map<String, Object> members) {
        super(members);
    }

    /** Templates ask for this before they read a member by its name. */
    @Override
    public boolean containsKey(Object name) {
        return true;
    }

    /** The same with one more. */
    Members with(String name, Object value) {
        Members more = new Members(this);
        more.put(name, value);
        return more;
    }
}
