package kontrast.data;

import java.util.Objects;

/**
 * One recording of one voice.
 *
 * @param name what was recorded, e.g. {@code digits/7}
 * @param speaker who speaks
 * @param content what else is known of it: the language, or the digit
 * @param rate samples a second
 * @param samples 16-bit samples; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: a copy at each access costs too much
public record Recording(String name, String speaker, String content, int rate, short[] samples) {

    /** Checks that all is there. */
    public Recording {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(speaker, "speaker");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(samples, "samples");
    }

    /** Returns the length in seconds. */
    public double seconds() {
        return (double) samples.length / rate;
    }

    /** Tells what it is; the samples are too many to print. */
    @Override
    public String toString() {
        return "%s by %s (%s), %.2f s".formatted(name, speaker, content, seconds());
    }
}
