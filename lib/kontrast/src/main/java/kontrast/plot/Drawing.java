package kontrast.plot;

import java.awt.image.BufferedImage;

/** A picture that is drawn once, with no script: the notebook shows what the file holds. */
abstract class Drawing implements Picture {

    /** Draws the picture; {@link #html} shows it in its own size. */
    abstract BufferedImage draw();

    @Override
    public final byte[] png() {
        return Markup.png(draw());
    }

    @Override
    public final String html() {
        BufferedImage image = draw();
        return Markup.image(Markup.png(image), image.getWidth(), alt());
    }

    @Override
    public final String toString() {
        return alt();
    }
}
