package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import kontrast.data.Recording;
import kontrast.evaluate.Mfcc;
import org.junit.jupiter.api.Test;

/** Waves, spectrograms and players show and play what was recorded. */
class SoundTest {

    /** Silence, then a tone of 1 kHz, half a second each. */
    private static Recording tone() {
        short[] samples = new short[8000];
        for (int n = 4000; n < 8000; n++) {
            samples[n] = (short) (12000 * Math.sin(2 * Math.PI * n / 8));
        }
        return new Recording("tone", "nobody", "1 kHz", 8000, samples);
    }

    private static boolean isBlue(int rgb) {
        Color c = new Color(rgb);
        return c.getBlue() > c.getRed() + 60;
    }

    /** Rows of a column in the colour of the wave. */
    private static int height(BufferedImage image, int x) {
        int rows = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            rows += isBlue(image.getRGB(x, y)) ? 1 : 0;
        }
        return rows;
    }

    @Test
    void theWaveIsHighWhereItIsLoud() {
        BufferedImage image = Markup.image(Wave.of("", tone()).png());
        assertEquals(1, height(image, Wave.LEFT + 100), "silence is a line");
        assertTrue(height(image, Wave.LEFT + 600) > 90, "the tone fills the height, both signs");
    }

    @Test
    void aSpanLiesOverItsSamples() {
        Wave wave = Wave.of("Half", tone()).withSpan("first quarter", -50, 2000);
        BufferedImage image = Markup.image(wave.png());
        int row = image.getHeight() - 40; // below the line of silence
        assertNotEquals(Color.WHITE.getRGB(), image.getRGB(Wave.LEFT + 170, row));
        assertEquals(Color.WHITE.getRGB(), image.getRGB(Wave.LEFT + 180, row), "a quarter of 700 is 175");
        assertTrue(wave.alt().contains("first quarter, from 0.000 to 0.250 s"), wave::alt);
        assertThrows(IllegalArgumentException.class, () -> wave.withSpan("none", 5, 5));
        assertThrows(IllegalArgumentException.class, () -> wave.withSpan("outside", 8000, 8001));
        assertThrows(
                IllegalArgumentException.class, () -> Wave.of("", new Recording("a", "b", "c", 8000, new short[0])));
    }

    @Test
    void theSpectrogramIsBrightAtThePitchAndAfterItBegan() {
        Spectrogram spectrogram = Spectrogram.of("", tone(), Mfcc.telephone());
        assertTrue(spectrogram.alt().contains("the strongest frequency is 1000 Hz"), spectrogram::alt);
        BufferedImage image = Markup.image(spectrogram.png());
        int bottom = image.getHeight() - 20;
        int pitch = bottom - 1 - 160 / 4; // 1 of 4 kHz
        int bright = new Color(image.getRGB(Wave.LEFT + 600, pitch)).getGreen();
        assertTrue(bright > 200, "green " + bright);
        assertTrue(new Color(image.getRGB(Wave.LEFT + 600, bottom - 120)).getGreen() < 60, "nothing at 3 kHz");
        assertTrue(new Color(image.getRGB(Wave.LEFT + 100, pitch)).getGreen() < 60, "nothing before it began");
    }

    @Test
    void thePlayerHoldsTheSamples() throws Exception {
        Recording tone = tone();
        SoundPlayer player = SoundPlayer.of("Listen <here>", List.of(tone, tone));
        Matcher file =
                Pattern.compile("data:audio/wav;base64,([A-Za-z0-9+/=]+)").matcher(player.html());
        assertTrue(file.find());
        byte[] bytes = Base64.getDecoder().decode(file.group(1));
        AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes));
        assertEquals(8000, audio.getFormat().getSampleRate());
        assertEquals(1, audio.getFormat().getChannels());
        byte[] content = audio.readAllBytes();
        short[] heard = new short[content.length / 2];
        for (int n = 0; n < heard.length; n++) {
            heard[n] = (short) ((content[2 * n] & 0xFF) | content[2 * n + 1] << 8);
        }
        assertArrayEquals(tone.samples(), heard);
        assertTrue(file.find() && player.html().contains("Listen &lt;here&gt;"));
        assertThrows(IllegalArgumentException.class, () -> SoundPlayer.of("", List.of()));
        assertThrows(IllegalArgumentException.class, () -> SoundPlayer.of("", List.of(tone), List.of()));
        assertEquals(
                2 * Markup.image(Wave.of("x", tone).png()).getHeight(),
                Markup.image(player.png()).getHeight());
    }
}
