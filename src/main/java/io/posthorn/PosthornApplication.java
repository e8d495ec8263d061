package io.posthorn;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The webhook sender as one process. */
@SpringBootApplication
public class PosthornApplication {

    /** Starts Posthorn, or runs the command that is named; see the README for what it reads from its environment. */
    public static void main(String[] args) {
        if (args.length > 0 && !args[0].startsWith("-")) {
            System.exit(Commands.run(args, System.out, System.err));
        }
        SpringApplication.run(PosthornApplication.class, args);
    }
}
