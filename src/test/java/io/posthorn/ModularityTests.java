package io.posthorn;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void keepsEachRoomToItsCharter() {
        ApplicationModules.of(PosthornApplication.class).verify();
    }
}
