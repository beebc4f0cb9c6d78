package kontrast.evaluate;

import java.util.Arrays;

/**
 * Mel-frequency cepstral coefficients: what speech was described by before anything was learned,
 * and the baseline that learned features of sound must be compared with.
 *
 * <pre>
 *   power(f) = |DFT of hann * frame|^2
 *   e_m = sum over f of triangle_m(f) power(f)       triangles equally wide and spaced in mel
 *   mfcc_c = sum over m of a_c cos(pi c (m + 1/2) / M) ln(e_m + eps)       orthonormal DCT-II
 *   mel(f) = 2595 log10(1 + f / 700)
 * </pre>
 *
 * <p>Davis and Mermelstein, Comparison of parametric representations for monosyllabic word
 * recognition, 1980. eps = 1e-10, so that silence stays finite. No pre-emphasis and no lifter.
 *
 * @param rate samples a second, at least 1
 * @param frame samples of a frame, a power of two
 * @param hop samples from one frame to the next, at least 1
 * @param mels M, triangles between 0 and half the rate, at least 1
 * @param coefficients how many mfcc_c are kept, from c = 0, in 1 to M
 */
public record Mfcc(int rate, int frame, int hop, int mels, int coefficients) {

    private static final double EPS = 1e-10;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Mfcc {
        if (rate < 1 || hop < 1 || Integer.bitCount(frame) != 1 || frame < 2) {
            throw new IllegalArgumentException(
                    "expected a rate, a frame of a power of two and a hop of at least 1, found %d, %d and %d"
                            .formatted(rate, frame, hop));
        }
        if (coefficients < 1 || mels < coefficients) {
            throw new IllegalArgumentException(
                    "expected 1 <= coefficients <= mels, found %d and %d".formatted(coefficients, mels));
        }
    }

    /**
     * Returns the usual setting for speech of 8 kHz: frames of 32 ms every 10 ms, 26 triangles, 13
     * coefficients.
     *
     * @return the setting
     */
    public static Mfcc telephone() {
        return new Mfcc(8000, 256, 80, 26, 13);
    }

    /**
     * Returns the power of each frequency in every frame that lies inside the sound: a spectrogram.
     *
     * @param samples at least one frame, in [-1, 1]
     * @return {@code [frames][frame / 2 + 1]}: |DFT of hann * frame|^2 at the frequencies 0, rate / frame .. rate / 2
     * @throws IllegalArgumentException if the sound is shorter than a frame
     */
    public double[][] powers(float... samples) {
        if (samples.length < frame) {
            throw new IllegalArgumentException(
                    "expected at least one frame of %d samples, found %d".formatted(frame, samples.length));
        }
        double[][] frames = new double[1 + (samples.length - frame) / hop][];
        Arrays.setAll(frames, t -> power(samples, t * hop));
        return frames;
    }

    /**
     * Returns the coefficients of every frame that lies inside the sound.
     *
     * @param samples at least one frame, in [-1, 1]
     * @return {@code [frames][coefficients]}
     * @throws IllegalArgumentException if the sound is shorter than a frame
     */
    public double[][] of(float... samples) {
        double[][] triangles = triangles();
        double[][] powers = powers(samples);
        double[][] frames = new double[powers.length][];
        for (int t = 0; t < frames.length; t++) {
            double[] power = powers[t];
            double[] logs = new double[mels];
            for (int m = 0; m < mels; m++) {
                double energy = 0;
                for (int f = 0; f < power.length; f++) {
                    energy += triangles[m][f] * power[f];
                }
                logs[m] = Math.log(energy + EPS);
            }
            frames[t] = dct(logs);
        }
        return frames;
    }

    /**
     * Describes each stretch of sound by the mean and the standard deviation of its coefficients
     * over the frames.
     *
     * @param sounds {@code N} rows of samples, one a stretch
     * @return {@code [N, 2 coefficients]}
     */
    public Features features(Features sounds) {
        float[] values = new float[sounds.rows() * 2 * coefficients];
        for (int i = 0; i < sounds.rows(); i++) {
            double[][] frames = of(sounds.row(i));
            for (int c = 0; c < coefficients; c++) {
                int column = c;
                double mean = Arrays.stream(frames)
                        .mapToDouble(f -> f[column])
                        .average()
                        .orElseThrow();
                double square = Arrays.stream(frames)
                        .mapToDouble(f -> (f[column] - mean) * (f[column] - mean))
                        .average()
                        .orElseThrow();
                values[(2 * i) * coefficients + c] = (float) mean;
                values[(2 * i + 1) * coefficients + c] = (float) Math.sqrt(square);
            }
        }
        return new Features(values, sounds.rows(), 2 * coefficients);
    }

    /** Power at the frequencies 0, rate / frame .. rate / 2. */
    double[] power(float[] samples, int from) {
        double[] re = new double[frame];
        double[] im = new double[frame];
        for (int i = 0; i < frame; i++) {
            re[i] = samples[from + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / frame));
        }
        transform(re, im);
        double[] power = new double[frame / 2 + 1];
        Arrays.setAll(power, f -> re[f] * re[f] + im[f] * im[f]);
        return power;
    }

    /** The weights of each triangle at each frequency. */
    double[][] triangles() {
        double top = mel(rate / 2.0);
        double[][] triangles = new double[mels][frame / 2 + 1];
        for (int m = 0; m < mels; m++) {
            for (int f = 0; f <= frame / 2; f++) {
                double at = mel((double) f * rate / frame) / top * (mels + 1); // in half widths
                triangles[m][f] = Math.max(0, 1 - Math.abs(at - (m + 1)));
            }
        }
        return triangles;
    }

    static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private double[] dct(double[] logs) {
        double[] out = new double[coefficients];
        for (int c = 0; c < coefficients; c++) {
            double scale = Math.sqrt((c == 0 ? 1.0 : 2.0) / mels);
            for (int m = 0; m < mels; m++) {
                out[c] += scale * Math.cos(Math.PI * c * (m + 0.5) / mels) * logs[m];
            }
        }
        return out;
    }

    /** The fast Fourier transform in place (Cooley and Tukey, 1965), radix 2. */
    private static void transform(double[] re, double[] im) {
        int n = re.length;
        int shift = Integer.numberOfLeadingZeros(n) + 1;
        for (int i = 0; i < n; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (j > i) {
                double r = re[i];
                re[i] = re[j];
                re[j] = r;
                double m = im[i];
                im[i] = im[j];
                im[j] = m;
            }
        }
        for (int half = 1; half < n; half *= 2) {
            for (int k = 0; k < half; k++) {
                double cos = Math.cos(Math.PI * k / half);
                double sin = -Math.sin(Math.PI * k / half);
                for (int i = k; i < n; i += 2 * half) {
                    int j = i + half;
                    double r = re[j] * cos - im[j] * sin;
                    double m = re[j] * sin + im[j] * cos;
                    re[j] = re[i] - r;
                    im[j] = im[i] - m;
                    re[i] += r;
                    im[i] += m;
                }
            }
        }
    }
}
