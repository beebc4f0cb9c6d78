package kontrast.method;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * What a method sees of one step.
 *
 * @param images {@code [B, C, H, W]}, float32 in [0, 1], not augmented; belongs to the step's
 *     manager, and so does what is computed from it
 * @param labels {@code [B]}, int64 classes, or null where the images have none
 * @param indices B places of these images in the training set
 * @param step the step, counted from 0
 * @param random the step's random numbers: a function of seed and step
 */
@SuppressWarnings("ArrayRecordComponent") // never compared with equals, so an array is safe here
public record Batch(NDArray images, NDArray labels, int[] indices, long step, RandomGenerator random) {}
