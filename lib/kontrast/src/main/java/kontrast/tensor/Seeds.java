package kontrast.tensor;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random streams that are a function of (seed, purpose, step) and so need no saved state: a run
 * that resumes at step s draws what an uninterrupted run draws there.
 */
public final class Seeds {

    private Seeds() {}

    /**
     * Returns the stream of one purpose at one step.
     *
     * @param seed the run's seed
     * @param purpose what the numbers are for, e.g. {@code "views"}; streams of different purposes
     *     are independent
     * @param step the step, epoch or other counter
     * @return a fresh generator, the same for the same arguments
     */
    public static RandomGenerator stream(long seed, String purpose, long step) {
        long h = mix(seed ^ 0x9E3779B97F4A7C15L);
        for (int i = 0; i < purpose.length(); i++) {
            h = mix(h + purpose.charAt(i));
        }
        return new SplittableRandom(mix(h + mix(step)));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
