package io.posthorn.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The server's own programs, run under the account that suits it.
 *
 * @param bin the directory of the programs
 */
record PostgresPrograms(Path bin, ServerAccount account) {

    /** Makes the files of a new database cluster whose only role has the password in the file. */
    void initdb(Path cluster, String user, Path passwordFile) throws IOException {
        run(
                "",
                "initdb",
                Stream.of(
                        "--pgdata=" + cluster,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
    }

    /** Runs one statement in a cluster that no server is running on. */
    void single(Path cluster, String statement) throws IOException {
        run(statement, "postgres", Stream.of("--single", "-D", cluster.toString(), "postgres"));
    }

    /**
     * Starts the server in a session of its own, so that a terminal's Ctrl-C does not reach it, and waits until it
     * has recovered and takes connections.
     *
     * @param options the server's command line; none of its words may contain a blank
     */
    void start(Path cluster, Path log, String options, Duration limit) throws IOException {
        run(
                "",
                "pg_ctl",
                Stream.of(
                        "start",
                        "--silent",
                        "--wait",
                        "--timeout=" + limit.toSeconds(),
                        "--pgdata=" + cluster,
                        "--log=" + log,
                        "--options=" + options));
    }

    private void run(String input, String program, Stream<String> arguments) throws IOException {
        Program run = Program.run(account.command(bin.resolve(program), arguments), input);
        if (!run.succeeded()) {
            throw new IOException(program + " ended with status " + run.status() + ": " + run.output());
        }
    }
}
