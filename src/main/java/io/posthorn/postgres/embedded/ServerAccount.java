package io.posthorn.postgres.embedded;

import io.posthorn.postgres.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Under whose name the server runs. PostgreSQL refuses to run as root, so root starts it in a user namespace of its
 * own, where root's number is somebody else's; or, where the machine forbids that, under a number without rights.
 * Everybody else starts it as themselves.
 *
 * @param prefix the words before each command of the server's
 * @param owner the number that must own the server's files, or -1 when they are ours as they are
 */
record ServerAccount(List<String> prefix, int owner) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    /** The account for this process and the server's data, which may be there already. */
    static ServerAccount forData(Path cluster) throws IOException {
        if (!Program.run(Stream.of("id", "-u")).output().equals("0")) {
            return new ServerAccount(List.of(), -1);
        }
        int owner = Files.exists(cluster) ? (int) Files.getAttribute(cluster, "unix:uid") : ROOT;
        if (owner != ROOT) {
            return withoutRights(owner);
        }
        List<String> namespace = List.of("unshare", "-U");
        return works(namespace) ? new ServerAccount(namespace, -1) : withoutRights(NOBODY);
    }

    /** The account of this number, which root can take on. */
    static ServerAccount withoutRights(int owner) {
        List<String> prefix = List.of("setpriv", "--reuid=" + owner, "--regid=" + owner, "--clear-groups");
        if (!works(prefix)) {
            throw new StartRefusedException(
                    "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here.",
                    "Start Posthorn as an ordinary user, or set SPRING_R2DBC_URL to a PostgreSQL server of yours.");
        }
        return new ServerAccount(prefix, owner);
    }

    private static boolean works(List<String> prefix) {
        return Program.run(Stream.concat(prefix.stream(), Stream.of("true"))).succeeded();
    }

    /** The command as this account runs it. */
    Stream<String> command(Path program, Stream<String> arguments) {
        return Stream.of(prefix.stream(), Stream.of(program.toString()), arguments)
                .flatMap(words -> words);
    }

    /** Gives the file or empty directory to this account. */
    void own(Path file) throws IOException {
        if (owner >= 0) {
            Files.setAttribute(file, "unix:uid", owner);
            Files.setAttribute(file, "unix:gid", owner);
        }
    }
}
