package kontrast.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;
import org.junit.jupiter.api.Test;

/** MFCC against the formulas as loops, and against what can be known beforehand. */
class MfccTest {

    private static final Mfcc MFCC = new Mfcc(8000, 64, 16, 10, 5);

    private static float[] noise(int length) {
        RandomGenerator random = Seeds.stream(1, "noise", 0);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        return samples;
    }

    /** Every sum written out: the Fourier sum over all samples, corners of triangles in hertz. */
    private static double[] naive(float[] samples, int from, boolean hann, boolean log) {
        int n = 64;
        double[] power = new double[n / 2 + 1];
        for (int f = 0; f <= n / 2; f++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < n; i++) {
                double window = hann ? 0.5 * (1 - Math.cos(2 * Math.PI * i / n)) : 1;
                re += window * samples[from + i] * Math.cos(2 * Math.PI * f * i / n);
                im -= window * samples[from + i] * Math.sin(2 * Math.PI * f * i / n);
            }
            power[f] = re * re + im * im;
        }
        double top = 2595 * Math.log10(1 + 4000 / 700.0);
        double[] out = new double[5];
        for (int m = 0; m < 10; m++) {
            double energy = 0;
            for (int f = 0; f <= n / 2; f++) {
                double mel = 2595 * Math.log10(1 + f * 125 / 700.0);
                double low = top * m / 11;
                double centre = top * (m + 1) / 11;
                double high = top * (m + 2) / 11;
                double weight = mel <= low || mel >= high
                        ? 0
                        : mel < centre ? (mel - low) / (centre - low) : (high - mel) / (high - centre);
                energy += weight * power[f];
            }
            for (int c = 0; c < 5; c++) {
                double scale = c == 0 ? Math.sqrt(0.1) : Math.sqrt(0.2);
                double value = log ? Math.log(energy + 1e-10) : energy;
                out[c] += scale * value * Math.cos(Math.PI * c * (2 * m + 1) / 20);
            }
        }
        return out;
    }

    @Test
    void equalsTheFormulas() {
        float[] samples = noise(200);
        double[][] found = MFCC.of(samples);
        assertEquals(1 + (200 - 64) / 16, found.length);
        for (int t = 0; t < found.length; t++) {
            assertArrayEquals(naive(samples, 16 * t, true, true), found[t], 1e-9);
        }
        assertTrue(distance(naive(samples, 0, false, true), found[0]) > 0.1, "no window");
        assertTrue(distance(naive(samples, 0, true, false), found[0]) > 0.1, "no logarithm");
        assertTrue(distance(naive(samples, 1, true, true), found[0]) > 0.01, "one sample later");
    }

    private static double distance(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    /** A tone of a frequency of the transform has its power there and in the window's two sides. */
    @Test
    void aToneIsWhereItsFrequencyIs() {
        float[] tone = new float[64];
        for (int i = 0; i < 64; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 10 * i / 64);
        }
        double[] power = MFCC.power(tone, 0);
        // The Hann window's amplitude is half the frame's: (64 / 2 / 2)^2, and a quarter beside it.
        assertEquals(256, power[10], 1e-3);
        assertEquals(64, power[9], 1e-3);
        assertEquals(64, power[11], 1e-3);
        double rest = Arrays.stream(power).sum() - power[9] - power[10] - power[11];
        assertEquals(0, rest, 1e-6);
    }

    /** Between the first and the last centre the triangles add up to 1: no frequency is lost. */
    @Test
    void trianglesAreAPartition() {
        double[][] triangles = MFCC.triangles();
        for (int f = 0; f <= 32; f++) {
            int column = f;
            double sum = Arrays.stream(triangles).mapToDouble(t -> t[column]).sum();
            double place = Mfcc.mel(125.0 * f) / Mfcc.mel(4000) * 11;
            double expected = place < 1 ? place : place > 10 ? 11 - place : 1;
            assertEquals(expected, sum, 1e-12);
        }
        assertEquals(1000, Mfcc.mel(1000), 0.1); // what the scale was made for
    }

    /** Twice as loud is ln 4 more in every band: sqrt(M) ln 4 in c = 0 and nothing elsewhere. */
    @Test
    void loudnessIsInTheFirstCoefficientAlone() {
        float[] samples = noise(64);
        float[] twice = new float[64];
        for (int i = 0; i < 64; i++) {
            twice[i] = 2 * samples[i];
        }
        double[] one = MFCC.of(samples)[0];
        double[] two = MFCC.of(twice)[0];
        // 1e-10 beside energies of about 1 moves a logarithm by about 1e-9 at the weakest.
        assertEquals(Math.sqrt(10) * Math.log(4), two[0] - one[0], 1e-6);
        for (int c = 1; c < 5; c++) {
            assertEquals(one[c], two[c], 1e-6);
        }
    }

    @Test
    void silenceIsFinite() {
        double[] found = MFCC.of(new float[64])[0];
        assertEquals(Math.sqrt(10) * Math.log(1e-10), found[0], 1e-9);
        assertEquals(0, found[1], 1e-9);
    }

    @Test
    void featuresAreMeanAndDeviation() {
        float[] samples = noise(200);
        double[][] frames = MFCC.of(samples);
        Features found = MFCC.features(new Features(samples, 1, 200));
        assertEquals(10, found.dim());
        double mean = Arrays.stream(frames).mapToDouble(f -> f[2]).average().orElseThrow();
        double square =
                Arrays.stream(frames).mapToDouble(f -> f[2] * f[2]).average().orElseThrow();
        assertEquals(mean, found.values()[2], 1e-5);
        assertEquals(Math.sqrt(square - mean * mean), found.values()[5 + 2], 1e-5);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new Mfcc(8000, 100, 80, 26, 13));
        assertThrows(IllegalArgumentException.class, () -> new Mfcc(8000, 256, 0, 26, 13));
        assertThrows(IllegalArgumentException.class, () -> new Mfcc(8000, 256, 80, 12, 13));
        assertThrows(IllegalArgumentException.class, () -> MFCC.of(new float[63]));
    }
}
