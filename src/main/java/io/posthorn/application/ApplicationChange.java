package io.posthorn.application;

/**
 * An application that was changed, or that is deleted.
 *
 * @param version the configuration version of its last change
 */
record ApplicationChange(Application application, boolean deleted, long version) {}
