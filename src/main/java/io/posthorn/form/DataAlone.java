package io.posthorn.form;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All that templates can reach: members of maps and items of lists. No methods, fields, lambdas or files. */
final class DataAlone implements Mustache.Collector {

    /** The rendering that is under way on this thread. */
    static final ScopedValue<Budget> BUDGET = ScopedValue.newInstance();

    private static final NumberText ANYTHING = new NumberText("1");

    @Override
    public @Nullable Iterator<?> toIterator(@Nullable Object value) {
        BUDGET.get().step();
        return switch (value) {
            case List<?> list -> new Counted(list.iterator(), BUDGET.get());
            // Nobody knows whether it will be a list: as one with a single item it is right either way.
            case NumberText number when number == ANYTHING -> List.of(number).iterator();
            case null, default -> null;
        };
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return DataAlone::fetch;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new ConcurrentHashMap<>();
    }

    private static @Nullable Object fetch(Object context, String name) {
        Budget budget = BUDGET.get();
        budget.step();
        if (context instanceof Map<?, ?> members && members.containsKey(name)) {
            return members.get(name);
        }
        // Whole names with dots are looked up first; not found, their parts are.
        boolean known = budget.isSample() && name.indexOf('.') < 0;
        return known ? ANYTHING : Template.NO_FETCHER_FOUND;
    }

    private record Counted(Iterator<?> items, Budget budget) implements Iterator<@Nullable Object> {

        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public @Nullable Object next() {
            budget.step();
            return items.next();
        }
    }
}
