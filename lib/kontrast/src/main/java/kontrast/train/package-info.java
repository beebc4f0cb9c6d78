/**
 * Training: the loop, schedules, optimizers with PyTorch's semantics, checkpoints, history.
 *
 * <p>Reading order: a {@link kontrast.train.Recipe} is what the lectures train with, made for a {@link
 * kontrast.train.Preset} by classes such as {@link kontrast.train.SimClrRecipes}; {@link
 * kontrast.train.TrainingOptions} is its second half. {@link kontrast.train.Pretraining} is the loop: {@code
 * BatchOrder} says which images make a step, {@link kontrast.train.Schedule} the learning rate, and an {@code Updater}
 * of an {@link kontrast.train.Optimizer} changes the parameters ({@link kontrast.train.Sgd} is the shortest).
 * {@link kontrast.train.History} and {@link kontrast.train.Progress} tell how it goes. Last, what makes a run survive:
 * {@code Checkpoint}, named by a {@link kontrast.train.Fingerprint}, and {@link kontrast.train.Kept}.
 */
package kontrast.train;
