package io.posthorn.application;

import java.util.Optional;
import java.util.UUID;

/** Every live application, in memory, as new as the configuration version that this node has. */
public interface ApplicationSnapshot {

    /** The application; empty when it was deleted, never was, or is too new for this node. */
    Optional<Application> find(UUID applicationId);
}
