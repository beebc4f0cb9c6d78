package kontrast.train;

import java.util.Objects;

/**
 * The setting of a preset: what the lectures train with, chosen on the validation part of the
 * default data, never on the test part. Each family of methods has a class of them, such as {@link
 * SimClrRecipes}.
 *
 * @param method what is learned: views, networks, loss
 * @param training the loop
 * @param <O> the method's options, e.g. {@code SimClr.Options}
 */
public record Recipe<O>(O method, TrainingOptions training) {

    /** Checks that both are there. */
    public Recipe {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(training, "training");
    }

    /**
     * Returns this recipe for another seed of order and views.
     *
     * @param seed the seed
     * @return the changed recipe
     */
    public Recipe<O> withSeed(long seed) {
        return new Recipe<>(method, training.withSeed(seed));
    }
}
