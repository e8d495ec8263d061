package io.posthorn.egress;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads address literals into raw bytes, with none of the short, octal and zoned forms that parsers disagree on. */
final class IpLiteral {

    private static final int GROUPS = 8;

    private IpLiteral() {}

    /** The 4 bytes of a dotted quad without leading zeros, or null. */
    static byte @Nullable [] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = number(parts[i], 10, 3);
            if (octet < 0 || octet > 255 || parts[i].length() > 1 && parts[i].charAt(0) == '0') {
                return null;
            }
            address[i] = (byte) octet;
        }
        return address;
    }

    /** The 16 bytes of an RFC 4291 text form without zone, or null; embedded IPv4 stays embedded. */
    static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> groups = groups(text);
            return groups != null && groups.size() == GROUPS ? bytes(groups, List.of()) : null;
        }
        List<Integer> head = gap == 0 ? List.of() : groups(text.substring(0, gap));
        String rest = text.substring(gap + 2);
        List<Integer> tail = rest.isEmpty() ? List.of() : groups(rest);
        boolean fits = head != null && tail != null && head.size() + tail.size() < GROUPS;
        return fits && !text.substring(0, gap).contains(".") ? bytes(head, tail) : null;
    }

    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (last && parts[i].indexOf('.') >= 0) {
                return addQuad(groups, parseV4(parts[i]));
            }
            int group = number(parts[i], 16, 4);
            if (group < 0) {
                return null;
            }
            groups.add(group);
        }
        return groups;
    }

    private static @Nullable List<Integer> addQuad(List<Integer> groups, byte @Nullable [] quad) {
        if (quad == null) {
            return null;
        }
        groups.add((quad[0] & 0xFF) << 8 | quad[1] & 0xFF);
        groups.add((quad[2] & 0xFF) << 8 | quad[3] & 0xFF);
        return groups;
    }

    private static byte[] bytes(@Nullable List<Integer> head, @Nullable List<Integer> tail) {
        byte[] address = new byte[2 * GROUPS];
        write(address, 0, head == null ? List.of() : head);
        List<Integer> end = tail == null ? List.of() : tail;
        write(address, GROUPS - end.size(), end);
        return address;
    }

    private static void write(byte[] address, int firstGroup, List<Integer> groups) {
        for (int i = 0; i < groups.size(); i++) {
            address[2 * (firstGroup + i)] = (byte) (groups.get(i) >> 8);
            address[2 * (firstGroup + i) + 1] = (byte) (int) groups.get(i);
        }
    }

    private static int number(String text, int radix, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
