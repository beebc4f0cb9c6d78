package kontrast.plot;

import java.awt.Color;

/**
 * Colours that people with any of the common colour deficiencies can tell apart.
 *
 * <p>Series take the palette of Okabe and Ito (2008) without its yellow, which is too pale for
 * lines on white; maps take samples of viridis (one sign) or a blue-white-vermilion scale (two
 * signs).
 */
final class Palette {

    static final Color RIGHT = new Color(0x009E73);
    static final Color WRONG = new Color(0xD55E00);
    static final Color NEUTRAL = new Color(0x777777);
    static final Color TEXT = new Color(0x222222);

    private static final int[] SERIES = {
        0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0x999999, 0x7F3C8D
    };
    private static final int[] VIRIDIS = {
        0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725
    };
    private static final int[] DIVERGING = {
        0x08488E, 0x2A7AB9, 0x6FB0D7, 0xB5D6EA, 0xF4F4F4, 0xF6CFAE, 0xEE9A63, 0xD55E00, 0x983F00
    };

    private Palette() {}

    static Color series(int index) {
        return new Color(SERIES[index % SERIES.length]);
    }

    static Color[] map(boolean twoSigns) {
        int[] stops = twoSigns ? DIVERGING : VIRIDIS;
        Color[] colors = new Color[stops.length];
        for (int i = 0; i < stops.length; i++) {
            colors[i] = new Color(stops[i]);
        }
        return colors;
    }

    /** The colour of one sign at a share of the way from the first to the last, in [0, 1]. */
    static Color between(double share) {
        double at = share * (VIRIDIS.length - 1);
        int i = Math.min((int) at, VIRIDIS.length - 2);
        return mix(new Color(VIRIDIS[i]), new Color(VIRIDIS[i + 1]), at - i);
    }

    /** The colour at a share of the way from one to another. */
    static Color mix(Color from, Color to, double share) {
        return new Color(
                part(from.getRed(), to.getRed(), share),
                part(from.getGreen(), to.getGreen(), share),
                part(from.getBlue(), to.getBlue(), share));
    }

    private static int part(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    static String hex(Color color) {
        return "#%06X".formatted(color.getRGB() & 0xFFFFFF);
    }
}
