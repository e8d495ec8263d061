package io.posthorn.application;

/** An application that was changed, or that is deleted. */
record ApplicationChange(Application application, boolean deleted) {}
