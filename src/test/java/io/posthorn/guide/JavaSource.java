package io.posthorn.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Java from the documentation, compiled without a warning against what the tests have. */
record JavaSource(String name, String text) {

    /** Its main class; the class path of the tests is above it. */
    Class<?> compiledIn(Path folder) {
        try {
            Path file = Files.writeString(folder.resolve(name + ".java"), text);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int code = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            said,
                            said,
                            "-proc:none",
                            "-Werror",
                            "-Xlint:all,-path,-classfile",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-d",
                            folder.toString(),
                            file.toString());
            assertThat(code).as(said.toString(UTF_8)).isZero();
            URL[] path = {folder.toUri().toURL()};
            return new URLClassLoader(path, JavaSource.class.getClassLoader()).loadClass(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
