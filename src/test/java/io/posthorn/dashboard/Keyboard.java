package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** Somebody who has a page before them and no mouse. They see where they are, or the test fails. */
final class Keyboard {

    private static final int MOST_STOPS = 150;

    /** Null where the focus can be seen, or is on the page as a whole; else the element that does not show it. */
    private static final String UNSEEN = """
            () => {
              const one = document.activeElement;
              if (!one || one === document.body) return null;
              const style = getComputedStyle(one);
              const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
              const box = one.getBoundingClientRect();
              const there = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
                && box.right > 0 && box.left < innerWidth;
              return ring && there ? null : one.outerHTML.slice(0, 200);
            }""";

    private static final String HAS_FOCUS = "element => element === document.activeElement";

    /** Whether the focus has come back to where it began: to the first stop of the page, or to the page as a whole. */
    private static final String IS_ROUND =
            "() => document.activeElement === document.body || document.activeElement.classList.contains('skip')";

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    /** Goes on with the Tab key until the control has the focus. */
    void reach(String selector) {
        Locator control = page.locator(selector).first();
        for (int stops = 0; stops < MOST_STOPS; stops++) {
            press("Tab");
            assertThat(page.evaluate(UNSEEN)).as("a stop that cannot be seen").isNull();
            if (Boolean.TRUE.equals(control.evaluate(HAS_FOCUS))) {
                return;
            }
        }
        throw new AssertionError("no way to " + selector + " with the Tab key on " + page.url());
    }

    /** The same, and presses the Enter key there. */
    void enter(String selector) {
        reach(selector);
        press("Enter");
    }

    /** The stops that do not show that they have the focus, all the way round the page that was just opened. */
    List<String> unseen() {
        List<String> unseen = new ArrayList<>();
        for (int stops = 0; stops < MOST_STOPS; stops++) {
            press("Tab");
            if (stops > 0 && Boolean.TRUE.equals(page.evaluate(IS_ROUND))) {
                return unseen;
            }
            Object found = page.evaluate(UNSEEN);
            if (found != null) {
                unseen.add(page.url() + ": " + found);
            }
        }
        return unseen;
    }
}
