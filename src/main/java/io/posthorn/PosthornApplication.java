package io.posthorn;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The webhook sender as one process. */
@SpringBootApplication
public class PosthornApplication {

    /** Starts Posthorn; see the README for what it reads from its environment. */
    public static void main(String[] args) {
        SpringApplication.run(PosthornApplication.class, args);
    }
}
