package kontrast.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.random.RandomGenerator;

/**
 * Keeps some channels next to each other and drops the others: {@code out[.., k] = in[.., from +
 * k]}. The L of Lab images is a view of this kind, and so is one drawing of a scene.
 *
 * @param from the first channel that is kept, at least 0
 * @param count how many are kept, at least 1
 */
public record Channels(int from, int count) implements View {

    /**
     * Validates the range.
     *
     * @throws IllegalArgumentException if {@code from} is below 0 or {@code count} below 1
     */
    public Channels {
        if (from < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "expected a first channel of at least 0 and a count of at least 1, found %d and %d"
                            .formatted(from, count));
        }
    }

    /**
     * Takes the channels.
     *
     * @param images {@code [B, C, H, W]}, float32, of any range; left unchanged
     * @param random not used
     * @return {@code [B, count, H, W]}, a copy, without gradient
     * @throws IllegalArgumentException if the images have too few channels
     */
    @Override
    public NDArray apply(NDArray images, RandomGenerator random) {
        return Pixels.transform(images, "Channels", x -> {
            if (x.getShape().get(1) < from + count) {
                throw new IllegalArgumentException("Channels: expected at least %d channels, found %d in %s"
                        .formatted(from + count, x.getShape().get(1), x.getShape()));
            }
            return x.get(new NDIndex(":, %d:%d".formatted(from, from + count))).duplicate();
        });
    }
}
