package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavTest {

    private static final short[] SAMPLES = {0, 1, -1, 32767, -32768, 1234, -4321};
    private static final byte[] GOOD = WavFiles.bytes(8000, SAMPLES);

    @TempDir
    Path folder;

    private Wav read(byte[] bytes) {
        return Wav.read(WavFiles.write(folder.resolve("a.wav"), bytes), "Do this.");
    }

    private void assertTold(String what, byte[] bytes) {
        String message = assertThrows(DataException.class, () -> read(bytes)).getMessage();
        assertTrue(message.contains(what), message);
        assertTrue(message.contains("a.wav") && message.contains("Do this."), message);
    }

    @Test
    void samplesAreThoseOfTheFile() {
        Wav wav = read(GOOD);
        assertEquals(8000, wav.rate());
        assertArrayEquals(SAMPLES, wav.samples());
        assertEquals(0, read(WavFiles.bytes(8000)).samples().length); // some prompts are empty
    }

    /** The JDK writes it; the same samples are read. */
    @Test
    void readsWhatTheJdkWrites() throws IOException {
        byte[] bigEndian = new byte[2 * SAMPLES.length];
        ByteBuffer.wrap(bigEndian).asShortBuffer().put(SAMPLES);
        AudioFormat format = new AudioFormat(16000, 16, 1, true, true);
        Path file = folder.resolve("jdk.wav");
        try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(bigEndian), format, SAMPLES.length)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
        }
        Wav wav = Wav.read(file, "");
        assertEquals(16000, wav.rate());
        assertArrayEquals(SAMPLES, wav.samples());
    }

    @Test
    void otherChunksArePassedOver() {
        ByteBuffer out = ByteBuffer.allocate(GOOD.length + 8 + 4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        out.put(GOOD, 0, 36).put(WavFiles.text("LIST")).putInt(3).put(new byte[4]); // odd, padded
        out.put(GOOD, 36, GOOD.length - 36);
        out.putInt(4, out.capacity() - 8);
        assertArrayEquals(SAMPLES, read(out.array()).samples());
    }

    @Test
    void aTruncatedFileIsToldAtEveryLength() {
        for (int length = 0; length < GOOD.length; length++) {
            byte[] some = Arrays.copyOf(GOOD, length);
            assertThrows(DataException.class, () -> read(some), "length " + length);
        }
        assertTold("truncated", Arrays.copyOf(GOOD, GOOD.length - 2));
        assertTold("another beginning", new byte[0]);
    }

    /** Every bit of the 44 bytes before the samples: nothing but an error, none of it unchecked. */
    @Test
    void everyFlippedBitOfTheHeaderIsTold() {
        for (int bit = 0; bit < 8 * 44; bit++) {
            byte[] flipped = GOOD.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(DataException.class, () -> read(flipped), "bit " + bit);
        }
    }

    @Test
    void otherFilesAreTold() throws IOException {
        assertTold("another beginning", WavFiles.text("<html>not found</html>"));
        assertTold("too long", Arrays.copyOf(GOOD, GOOD.length + 10));
        byte[] stereo = GOOD.clone();
        stereo[22] = 2;
        assertTold("2 channels", stereo);
        byte[] law = GOOD.clone();
        law[20] = 7;
        assertTold("format 7", law);
        byte[] odd = Arrays.copyOf(GOOD, GOOD.length - 1);
        odd[4]--;
        odd[40]--;
        assertTold("13 bytes of samples", odd);
        String message = assertThrows(DataException.class, () -> Wav.read(folder.resolve("none.wav"), "Do this."))
                .getMessage();
        assertTrue(message.contains("no such file"), message);
        Path large = folder.resolve("a.wav");
        try (var channel = Files.newByteChannel(
                large, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(64_000_001); // a sparse file: takes no room
            channel.write(ByteBuffer.wrap(new byte[1]));
        }
        message = assertThrows(DataException.class, () -> Wav.read(large, "Do this."))
                .getMessage();
        assertTrue(message.contains("64,000,002 bytes"), message);
    }
}
