package kontrast.train;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
     * Returns this recipe with a changed method, e.g. {@code method(m -> m.with(o -> o.temperature = 0.5))}.
     *
     * @param change makes the new options of the method from the old
     * @return the changed recipe
     */
    public Recipe<O> method(UnaryOperator<O> change) {
        return new Recipe<>(change.apply(method), training);
    }

    /**
     * Returns this recipe with changed training, e.g. {@code training(t -> t.epochs = 3)}.
     *
     * @param change sets fields of the training's draft
     * @return the changed recipe
     * @throws IllegalArgumentException if a changed value is out of range
     */
    public Recipe<O> training(Consumer<TrainingOptions.Draft> change) {
        return new Recipe<>(method, training.with(change));
    }
}
