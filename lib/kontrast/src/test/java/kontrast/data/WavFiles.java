package kontrast.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/** Writes small WAV files. */
final class WavFiles {

    private WavFiles() {}

    static byte[] bytes(int rate, short... samples) {
        ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(text("RIFF")).putInt(36 + 2 * samples.length).put(text("WAVE"));
        out.put(text("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        out.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
        out.put(text("data")).putInt(2 * samples.length);
        for (short sample : samples) {
            out.putShort(sample);
        }
        return out.array();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Noise that is loud enough not to be taken for silence. */
    static short[] noise(int length, long seed) {
        RandomGenerator random = Seeds.stream(seed, "noise", 0);
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) random.nextInt(-9000, 9000);
        }
        return samples;
    }
}
