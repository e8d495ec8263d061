package io.posthorn.form;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Looks a template's tags over before it is compiled: only values, sections and comments, closed and not too deep. */
final class TemplateSyntax {

    /** Sections in sections. */
    static final int MAX_DEPTH = 16;

    private static final Pattern NAME =
            Pattern.compile("\\.|-?[^\\s\\p{Cntrl}{}.#^/<>!&=$]{1,100}(\\.[^\\s\\p{Cntrl}{}.#^/<>!&=$]{1,100}){0,19}");

    private final String field;
    private final String template;
    private final Deque<String> open = new ArrayDeque<>();

    private TemplateSyntax(String field, String template) {
        this.field = field;
        this.template = template;
    }

    /** Throws a {@link FormFaultException} with the first fault. */
    static void check(String field, String template) {
        new TemplateSyntax(field, template).check();
    }

    private void check() {
        int at = template.indexOf("{{");
        int last = at;
        while (at >= 0) {
            last = at;
            at = template.indexOf("{{", tag(at));
        }
        if (!open.isEmpty()) {
            throw fault(last, "the section '" + open.getFirst() + "' is not closed: add {{/" + open.getFirst() + "}}");
        }
    }

    /** Checks the tag that begins here; returns where it ends. */
    private int tag(int from) {
        boolean triple = template.startsWith("{{{", from);
        String end = triple ? "}}}" : "}}";
        int to = template.indexOf(end, from);
        if (to < 0) {
            throw fault(from, "the tag is not closed: add " + end);
        }
        String inside = template.substring(from + end.length(), to).strip();
        if (triple) {
            name(from, inside);
        } else {
            kind(from, inside);
        }
        return to + end.length();
    }

    private void kind(int from, String inside) {
        char kind = inside.isEmpty() ? ' ' : inside.charAt(0);
        String rest = inside.isEmpty() ? "" : inside.substring(1).strip();
        switch (kind) {
            case '!' -> {}
            case '&' -> name(from, rest);
            case '#', '^' -> open(from, rest);
            case '/' -> close(from, rest);
            case '>', '<', '$' -> throw fault(from, "templates cannot include others: write the text here");
            case '=' -> throw fault(from, "the delimiters {{ and }} cannot be changed");
            default -> name(from, inside);
        }
    }

    private void open(int from, String name) {
        name(from, name);
        open.push(name);
        if (open.size() > MAX_DEPTH) {
            throw fault(from, "sections are nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private void close(int from, String name) {
        if (open.isEmpty() || !open.pop().equals(name)) {
            throw fault(from, "{{/" + shown(name) + "}} closes no open section: close the innermost one first");
        }
    }

    private void name(int from, String name) {
        if (!NAME.matcher(name).matches()) {
            throw fault(
                    from,
                    "'" + shown(name) + "' is not a name: write members of the payload, with dots between the parts");
        }
    }

    private FormFaultException fault(int from, String what) {
        return new FormFaultException(field, "is not a template at " + Place.of(template, from) + ": " + what);
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
