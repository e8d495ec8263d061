package io.posthorn.notify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the sending product calls its endpoints. */
interface Uids {

    /** The endpoint's uid; null when it has none, or is gone. */
    @Nullable
    String of(UUID endpointId);
}
