package io.posthorn.form;

/**
 * A JSON number, exact, that is only ever compared: its digits are never multiplied out, so 1e400000 costs no more than
 * its eight characters.
 *
 * @param sign -1, 0 or 1
 * @param digits without zeros at either end; empty for zero
 * @param exponent the value is 0.digits times ten to this power
 */
record Decimal(int sign, String digits, long exponent) implements Comparable<Decimal> {

    private static final Decimal ZERO = new Decimal(0, "", 0);

    /** Beyond it all exponents count as equal: no computer writes so many digits. */
    private static final long MAX_EXPONENT = 1L << 60;

    private static final int MAX_EXPONENT_DIGITS = 18;

    /** The number that this text of a JSON number means. */
    static Decimal of(String number) {
        boolean negative = number.startsWith("-");
        int e = Math.max(number.indexOf('e'), number.indexOf('E'));
        String mantissa = number.substring(negative ? 1 : 0, e < 0 ? number.length() : e);
        int point = mantissa.indexOf('.');
        String all = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
        int first = 0;
        int end = all.length();
        while (first < end && all.charAt(first) == '0') {
            first++;
        }
        while (end > first && all.charAt(end - 1) == '0') {
            end--;
        }
        if (first == end) {
            return ZERO;
        }
        long whole = point < 0 ? mantissa.length() : point;
        long power = e < 0 ? 0 : exponent(number.substring(e + 1));
        return new Decimal(negative ? -1 : 1, all.substring(first, end), whole - first + power);
    }

    private static long exponent(String text) {
        boolean negative = text.startsWith("-");
        String digits = text.substring(negative || text.startsWith("+") ? 1 : 0).replaceFirst("^0+(?=.)", "");
        long size = digits.length() > MAX_EXPONENT_DIGITS ? MAX_EXPONENT : Long.parseLong(digits);
        return negative ? -size : size;
    }

    @Override
    public int compareTo(Decimal other) {
        if (sign != other.sign) {
            return Integer.compare(sign, other.sign);
        }
        int size = exponent != other.exponent ? Long.compare(exponent, other.exponent) : digits.compareTo(other.digits);
        return sign * Integer.signum(size);
    }
}
