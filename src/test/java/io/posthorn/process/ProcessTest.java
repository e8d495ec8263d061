package io.posthorn.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * A test of processes of their own, which spends much of its time waiting for them. It runs beside the tests that need
 * this JVM alone, one that starts and stops programs and one that breaks them at a time: more would take each other's
 * processors.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = ProcessTest.Lanes.class)
@ExtendWith(ProcessTest.Beside.class)
public @interface ProcessTest {

    /** The lane of tests that start and stop programs. */
    String PROGRAMS = "programs";

    /** Those of the package of crashes have a lane of their own; in each lane they follow one another. */
    final class Lanes implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> tests) {
            return Set.of(new Lock(tests.getPackageName().endsWith(".crash") ? "crashes" : PROGRAMS));
        }
    }

    /** What goes wrong in the threads of other tests is not this one's. */
    final class Beside implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            Awaitility.doNotCatchUncaughtExceptionsByDefault();
        }
    }
}
