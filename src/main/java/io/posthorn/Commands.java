package io.posthorn;

import io.posthorn.access.AdminKeyFile;
import io.posthorn.access.KeyCommands;
import io.posthorn.access.KeyEnds;
import io.posthorn.access.SignInLinks;
import io.posthorn.api.Problem;
import io.posthorn.endpoint.SealedValues;
import io.posthorn.observability.Doctor;
import io.posthorn.postgres.DatabaseExamination;
import io.posthorn.postgres.Finding;
import io.posthorn.postgres.SchemaMigration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import reactor.core.publisher.Mono;

/** Commands of the jar that do one thing and end: 0 when it is done, 1 when it failed, 2 when it was not understood. */
final class Commands {

    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

    /** As arguments, which alone are heard before logging is set up: what a command prints is its result. */
    private static final String[] SETTINGS = {
        "--posthorn.command=true",
        "--spring.main.lazy-initialization=true",
        "--logging.level.root=error",
        "--logging.level.io.posthorn=error"
    };

    private Commands() {}

    /** Runs the command and returns the exit status. */
    static int run(String[] words, PrintStream out, PrintStream err) {
        try {
            return run(Arrays.asList(words), out);
        } catch (IllegalArgumentException notUnderstood) {
            err.println(notUnderstood.getMessage() + "\n" + Command.usage());
            return NOT_UNDERSTOOD;
        } catch (Problem | IllegalStateException | IOException failed) {
            err.println(failed.getMessage());
            return FAILED;
        }
    }

    private static int run(List<String> words, PrintStream out) throws IOException {
        Command command = Command.of(words);
        if (command == Command.DOCTOR) {
            return doctor(out);
        }
        out.println(result(command, words.subList(Math.min(2, words.size()), words.size())));
        return 0;
    }

    private static String result(Command command, List<String> rest) throws IOException {
        return switch (command) {
            case KEY_CREATE -> {
                CommandWords given = CommandWords.of(rest, Set.of("scope", "name", "organization"));
                given.required("scope");
                String key = given.required("name");
                yield keys(commands -> commands.create(
                        given.option("organization"), key, given.options().getOrDefault("scope", List.of())));
            }
            case KEY_LIST -> {
                CommandWords given = CommandWords.of(rest, Set.of("organization"));
                yield keys(commands -> commands.list(given.option("organization")));
            }
            case KEY_REVOKE -> {
                CommandWords given = CommandWords.of(rest, Set.of("organization"));
                if (given.rest().size() != 1) {
                    throw new IllegalArgumentException("key revoke needs the id of one key; key list shows them.");
                }
                yield keys(commands -> commands.revoke(
                        given.option("organization"), given.rest().getFirst()));
            }
            case KEY_RESET_ADMIN -> resetAdmin();
            case MIGRATE -> migrate();
            case HEALTH -> HealthQuestion.ask(System.getenv());
            case SIGN_IN_LINK -> signInLink();
            case DOCTOR -> throw new IllegalStateException("The doctor's status says what it found.");
        };
    }

    private static String migrate() {
        try (ConfigurableApplicationContext context = start(CommandBeans.class, "--posthorn.postgres.migrate=true")) {
            return "The schema is up to date, at version "
                    + context.getBean(SchemaMigration.class).version() + ".";
        }
    }

    private static int doctor(PrintStream out) {
        List<Finding> findings;
        Doctor doctor;
        boolean ready;
        try (ConfigurableApplicationContext context = start(DoctorBeans.class)) {
            doctor = new Doctor(context.getEnvironment());
            findings = new ArrayList<>(doctor.settings());
            ready = database(context, findings);
        }
        if (ready) {
            findings.addAll(tables(doctor));
        }
        findings.forEach(out::println);
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD) ? FAILED : 0;
    }

    /** Whether it can be asked for more. */
    private static boolean database(ConfigurableApplicationContext context, List<Finding> findings) {
        try {
            DatabaseExamination examination = context.getBean(DatabaseExamination.class);
            findings.addAll(examination.findings());
            return examination.isReady();
        } catch (BeansException refused) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(refused);
            findings.add(Finding.bad(String.valueOf(cause.getMessage())));
            return false;
        }
    }

    private static List<Finding> tables(Doctor doctor) {
        try (ConfigurableApplicationContext context = start(CommandBeans.class)) {
            return CommandLifecycle.result(doctor.seals(context.getBean(SealedValues.class))
                    .zipWith(Doctor.keys(context.getBean(KeyEnds.class)), (seals, keys) -> Stream.concat(
                                    seals.stream(), keys.stream())
                            .toList()));
        }
    }

    private static String keys(Function<KeyCommands, Mono<String>> command) {
        try (ConfigurableApplicationContext context = start(CommandBeans.class)) {
            return CommandLifecycle.result(command.apply(context.getBean(KeyCommands.class)));
        }
    }

    private static String signInLink() {
        try (ConfigurableApplicationContext context = start(CommandBeans.class)) {
            Environment environment = context.getEnvironment();
            String address = environment.getProperty(
                    "posthorn.public-url", "http://localhost:" + environment.getProperty("server.port", "8080"));
            return CommandLifecycle.result(context.getBean(SignInLinks.class).create())
                    .transform(path -> address.replaceAll("/+$", "") + path);
        }
    }

    private static String resetAdmin() throws IOException {
        try (ConfigurableApplicationContext context = start(Commands.class)) {
            Environment environment = context.getEnvironment();
            if (!environment.acceptsProfiles(Profiles.of("embedded"))
                    || environment.containsProperty("posthorn.admin-key")) {
                throw new IllegalStateException("The admin key of this installation is what POSTHORN_ADMIN_KEY says:"
                        + " set another there, and start Posthorn again.");
            }
            Path data = Path.of(environment.getProperty("posthorn.embedded.data-dir", "./data"));
            return "A new admin key is in " + AdminKeyFile.reset(data)
                    + ". A running Posthorn takes it, and the old one no more, within a second.";
        }
    }

    private static ConfigurableApplicationContext start(Class<?> beans, String... settings) {
        SpringApplication application = new SpringApplication(beans);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        return application.run(
                Stream.of(SETTINGS, settings).flatMap(Arrays::stream).toArray(String[]::new));
    }
}
