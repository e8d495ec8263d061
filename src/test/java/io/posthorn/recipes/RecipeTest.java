package io.posthorn.recipes;

import io.posthorn.PosthornTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Receivers are on this machine, and nobody waits minutes for a last attempt. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "posthorn.retry.schedule=100ms,200ms,400ms"})
@interface RecipeTest {}
