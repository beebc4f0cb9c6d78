import java.awt.Font;
import java.awt.font.FontRenderContext;

/**
 * Says whether this Java can draw letters, which every figure needs: a JDK without a screen may come without the
 * libraries for it (Debian 13 leaves libharfbuzz out), and a small container without any font.
 */
class Letters {

    public static void main(String[] args) {
        try {
            System.setProperty("java.awt.headless", "true");
            double width = new Font(Font.SANS_SERIF, Font.PLAIN, 15)
                    .getStringBounds("letters", new FontRenderContext(null, true, true))
                    .getWidth();
            System.out.printf("Java draws them, %.0f pixels for seven%n", width);
        } catch (Throwable e) { // an Error of the loader, or whatever the fonts of this system throw
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.out.println(cause.toString().lines().findFirst().orElse("no reason given"));
            System.exit(1);
        }
    }
}
