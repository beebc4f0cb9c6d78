package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoundsTest {

    private static final List<String> SPEAKERS = List.of("ada", "bob");

    private static Recording recording(String speaker, short... samples) {
        return new Recording("one", speaker, "en", 8000, samples);
    }

    private static Sounds sounds(int length, Recording... recordings) {
        return Sounds.of(List.of(recordings), length, Recording::speaker, SPEAKERS);
    }

    @Test
    void aRecordingIsCutIntoStretches() {
        short[] noise = WavFiles.noise(25, 1);
        Sounds sounds = sounds(10, recording("bob", noise), recording("ada", noise));
        assertEquals(6, sounds.size()); // 10, 10 and 5 samples, which is just a half
        assertArrayEquals(new int[] {1, 1, 1, 0, 0, 0}, sounds.labels());
        assertEquals(new Shape(1, 10), sounds.shape());
        assertEquals(SPEAKERS, sounds.classes());
        assertEquals("ada", sounds.recording(3).speaker());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray some = sounds.tensor(manager, 2, 1);
            assertEquals(new Shape(2, 1, 10), some.getShape());
            float[] values = some.toFloatArray();
            for (int j = 0; j < 10; j++) {
                assertEquals(j < 5 ? noise[20 + j] / 32768f : 0, values[j]);
                assertEquals(noise[10 + j] / 32768f, values[10 + j]);
            }
            assertEquals(6, sounds.tensor(manager).getShape().get(0));
        }
        assertEquals(4, sounds(10, recording("bob", WavFiles.noise(44, 1))).size());
    }

    @Test
    void silenceIsLeftOut() {
        short[] samples = new short[30];
        System.arraycopy(WavFiles.noise(10, 2), 0, samples, 10, 10);
        for (int i = 20; i < 30; i++) {
            samples[i] = (short) (i % 2 == 0 ? 100 : -100); // -50.3 dB
        }
        Sounds sounds = sounds(10, recording("ada", samples));
        assertEquals(1, sounds.size());
        for (int i = 20; i < 30; i++) {
            samples[i] = (short) (i % 2 == 0 ? 110 : -110); // -49.5 dB
        }
        assertEquals(2, sounds(10, recording("ada", samples)).size());
    }

    @Test
    void subsetsKeepLabels() {
        short[] noise = WavFiles.noise(20, 3);
        Sounds sounds = sounds(10, recording("ada", noise), recording("bob", noise));
        assertArrayEquals(new int[] {1, 0, 1}, sounds.subset(3, 0, 3).labels());
        assertThrows(IndexOutOfBoundsException.class, () -> sounds.subset(4));
        assertTrue(sounds.toString().contains("4 stretches"), sounds.toString());
    }

    @Test
    void badArgumentsAreNamed() {
        Recording ada = recording("ada", WavFiles.noise(20, 3));
        assertThrows(IllegalArgumentException.class, () -> sounds(0, ada));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> sounds(10, recording("eve", WavFiles.noise(20, 3))))
                .getMessage();
        assertTrue(message.contains("\"eve\" is not among [ada, bob]"), message);
        Recording fast = new Recording("two", "bob", "en", 16000, WavFiles.noise(20, 4));
        assertThrows(IllegalArgumentException.class, () -> sounds(10, ada, fast));
    }
}
