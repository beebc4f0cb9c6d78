package kontrast.grader.grade;

import java.util.Locale;

/** Points as people write them. */
final class Numbers {

    private Numbers() {}

    /** At most two digits after the point, without trailing zeros. */
    static String plain(double number) {
        String text = String.format(Locale.ROOT, "%.2f", number);
        return text.replaceAll("\\.?0+$", "");
    }
}
