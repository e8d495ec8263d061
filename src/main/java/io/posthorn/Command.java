package io.posthorn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The commands there are, each with what follows its name, and what it does where the name does not say. */
enum Command {
    KEY_CREATE("key create", "--scope admin|manage|publish|read --name NAME [--organization ORG]"),
    KEY_LIST("key list", "[--organization ORG]"),
    KEY_REVOKE("key revoke", "KEY_ID [--organization ORG]"),
    KEY_RESET_ADMIN("key reset-admin", ""),
    MIGRATE("migrate", "  brings the database's schema up to date"),
    HEALTH("health", "   asks the Posthorn on this machine"),
    DOCTOR("doctor", "   looks at settings and database, changes nothing, and says what is wrong"),
    SIGN_IN_LINK("sign-in-link", "");

    private final String words;
    private final String rest;

    Command(String words, String rest) {
        this.words = words;
        this.rest = rest;
    }

    /** What one types. */
    String words() {
        return words;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static Command of(List<String> given) {
        String name = String.join(" ", given.subList(0, Math.min(2, given.size())));
        return Arrays.stream(values())
                .filter(command -> command.words.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no command '" + name + "'."));
    }

    /** A line for each. */
    static String usage() {
        return Arrays.stream(values())
                .map(command -> "  " + (command.words + " " + command.rest).stripTrailing())
                .collect(Collectors.joining("\n", "Commands:\n", "\nWithout a command, Posthorn starts."));
    }
}
