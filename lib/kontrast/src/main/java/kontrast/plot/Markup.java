package kontrast.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** HTML, PNG and data URIs: what every picture of this package ends in. */
final class Markup {

    private Markup() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * The picture as a PNG of at most 256 colours, packed as small as it goes: a twentieth less than by default, in
     * notebooks that hold twenty pictures; it is opaque.
     */
    static byte[] png(BufferedImage image) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("png");
        if (!writers.hasNext()) {
            throw new IllegalStateException("this Java has no PNG writer (module java.desktop)");
        }
        ImageWriter writer = writers.next();
        ImageWriteParam small = writer.getDefaultWriteParam();
        small.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        small.setCompressionQuality(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(IndexedColors.of(image), null, null), small);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    static BufferedImage image(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text of a script inside of HTML, with its quotes. */
    static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || "\"\\<>&".indexOf(c) >= 0) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** An image that never grows beyond the notebook's width. */
    static String image(byte[] png, int width, String alt) {
        return image(png, width, 0, alt);
    }

    /** An image that never grows beyond the notebook's width, unless it would be narrower than some pixels. */
    static String image(byte[] png, int width, int least, String alt) {
        return "<img src=\"data:image/png;base64,%s\" alt=\"%s\" width=\"%d\" style=\"max-width:100%%;%sheight:auto\">"
                .formatted(
                        Base64.getEncoder().encodeToString(png),
                        escape(alt),
                        width,
                        least > 0 ? "min-width:" + least + "px;" : "");
    }
}
